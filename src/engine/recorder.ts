/** Writes a job's events to its sink, a batch at a time; what comes meanwhile waits and goes together. Never throws. */
import type { JobEvent } from '#core/job/events.ts';
import type { ArtifactOutput, JobSink } from './contract.ts';

export class Recorder {
  readonly #sink: JobSink;
  readonly #onFailure: (error: unknown) => void;
  #waiting: JobEvent[] = [];
  #writing: Promise<void> | null = null;
  #failed = false;

  /** `onFailure` hears once that the sink refused; after that nothing more is written. */
  constructor(sink: JobSink, onFailure: (error: unknown) => void) {
    this.#sink = sink;
    this.#onFailure = onFailure;
  }

  get failed(): boolean {
    return this.#failed;
  }

  say(events: readonly JobEvent[]): void {
    if (this.#failed || events.length === 0) return;
    for (const event of events) this.#waiting.push(event);
    this.#writing ??= this.#write();
  }

  /** Resolves when all that was said is written. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  async artifact(output: ArtifactOutput): Promise<void> {
    await this.idle();
    if (this.#failed) return;
    await this.#sink.artifact(output).catch((error: unknown) => this.#fail(error));
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#sink.record(this.#waiting.splice(0));
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#writing = null;
    }
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#waiting = [];
    this.#onFailure(error);
  }
}
