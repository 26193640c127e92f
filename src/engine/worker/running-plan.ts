/** An order in the worker: its plugins loaded, its artifacts read, its plan run once as a job or again and again as a session. */
import type { Plan, PlanStep } from '#core/graph/plan-types.ts';
import type { Outputs, Scope } from '#core/graph/run.ts';
import type { PlainRecord, SerializedArtifact, WorkerOrder } from '#engine/protocol.ts';
import { placeArguments } from './arguments.ts';
import { readArtifact, writeArtifact } from './artifacts.ts';
import type { LoadedLibraries } from './libraries.ts';
import { Memo } from './memo.ts';
import { holdsFunctions, releaseTensors } from './memory.ts';
import { LoadedModules } from './modules.ts';
import { toPlain } from './plain.ts';
import { showOutputs } from './preview.ts';
import { runStep } from './run-step.ts';
import type { Speaker } from './speaker.ts';
import { Surroundings } from './surroundings.ts';

export class RunningPlan {
  readonly #plan: Plan;
  readonly #modules: LoadedModules;
  readonly #around: Surroundings;
  readonly #speaker: Speaker;
  readonly #artifacts = new Map<string, Outputs>();
  readonly #outputs = new Map<string, Outputs>();
  /** What the steps were made from whose outputs hold functions: it lives as long as they do. */
  readonly #behind = new Map<string, readonly unknown[]>();
  readonly #memo: Memo;
  readonly #written: boolean;

  private constructor(order: WorkerOrder, modules: LoadedModules, around: Surroundings, speaker: Speaker) {
    this.#plan = order.plan;
    this.#modules = modules;
    this.#around = around;
    this.#speaker = speaker;
    this.#memo = new Memo(order.plan);
    this.#written = order.written ?? false;
  }

  static async load(order: WorkerOrder, libraries: LoadedLibraries, speaker: Speaker): Promise<RunningPlan> {
    const modules = new LoadedModules(order.plugins, libraries.urls);
    const around = await Surroundings.gather(order, libraries, speaker);
    const running = new RunningPlan(order, modules, around, speaker);
    for (const parameter of order.plan.artifactParameters) {
      const input = order.artifacts[parameter.name];
      if (!input) throw new Error(`The job was not handed the artifact "${parameter.name}".`);
      running.#artifacts.set(parameter.name, await readArtifact(parameter, input, modules, around));
    }
    return running;
  }

  abort(): void {
    this.#around.abort();
  }

  /** Runs every step once, releases what no later step needs, and writes the artifacts when all is done. */
  async run(values: PlainRecord): Promise<SerializedArtifact[]> {
    for (const step of this.#plan.steps) {
      await this.#step(step, values, true);
      this.#release(step.releases);
    }
    const written: SerializedArtifact[] = [];
    for (const artifact of this.#plan.artifacts) {
      written.push(await writeArtifact(artifact, this.#scope(values), this.#modules, this.#around));
    }
    return written;
  }

  /** Runs the steps that the asked-for outputs need and that the changed values reach; keeps the outputs of all others. */
  async ask(values: PlainRecord, wanted: readonly string[]): Promise<PlainRecord> {
    this.#around.restart();
    for (const step of this.#memo.stale(values, wanted)) {
      const old = [...(this.#outputs.get(step.name)?.values() ?? []), ...(this.#behind.get(step.name) ?? [])];
      await this.#step(step, values, false);
      this.#memo.remember(step);
      this.#dispose(old);
    }
    return toPlain(this.#around.tf, wanted, this.#outputs);
  }

  async #step(step: PlanStep, values: PlainRecord, shown: boolean): Promise<void> {
    const scope = this.#scope(values);
    const outputs = await runStep(step, scope, this.#modules, this.#around, () => this.#held());
    this.#outputs.set(step.name, outputs);
    if (holdsFunctions([...outputs.values()])) {
      const before = step.after.flatMap((name) => this.#behind.get(name) ?? []);
      this.#behind.set(step.name, [...placeArguments(step, scope), ...before]);
    } else this.#behind.delete(step.name);
    if (shown) await showOutputs(step.name, outputs, this.#around.tf, this.#speaker, this.#written);
  }

  #scope(parameters: PlainRecord): Scope {
    return { parameters, artifacts: this.#artifacts, steps: this.#outputs };
  }

  /** Every value that later steps may still reach. */
  #held(): unknown[] {
    const outputs = [...this.#artifacts.values(), ...this.#outputs.values()];
    return [...outputs.flatMap((values) => [...values.values()]), ...[...this.#behind.values()].flat()];
  }

  #release(steps: readonly string[]): void {
    const dropped = steps.flatMap((name) => [
      ...(this.#outputs.get(name)?.values() ?? []),
      ...(this.#behind.get(name) ?? []),
    ]);
    for (const name of steps) {
      this.#outputs.delete(name);
      this.#behind.delete(name);
    }
    this.#dispose(dropped);
  }

  #dispose(dropped: readonly unknown[]): void {
    const objects = dropped.filter((value) => typeof value === 'object' && value !== null);
    if (this.#around.tf && objects.length > 0) releaseTensors(this.#around.tf, objects, this.#held());
  }
}
