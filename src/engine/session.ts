/** A sandbox that stays: one plan, run again and again with other values, of which only what changed is run anew. */
import type { BackendFacts } from '#core/job/events.ts';
import type { JobOrder, SandboxAssets, Session } from './contract.ts';
import { handIn, needsOf } from './hand-in.ts';
import type { PlainRecord } from './protocol.ts';
import { Sandbox } from './sandbox.ts';
import type { Spares } from './spares.ts';

interface Question {
  readonly values: PlainRecord;
  readonly outputs: readonly string[];
  readonly resolve: (answer: PlainRecord) => void;
  readonly reject: (error: unknown) => void;
}

/** The answer to a question that a later one has overtaken. */
export class Superseded extends Error {}

/** Rejects where the sandbox or the plugins cannot be had. With `spares`, takes the warm sandbox. */
export async function openSession(order: JobOrder, assets: SandboxAssets, spares?: Spares): Promise<Session> {
  const sandbox = await (spares?.take() ?? Sandbox.create(assets));
  try {
    await handIn(sandbox, assets, await needsOf(order));
    const { plan, plugins, artifacts, data, backend, raced = null, seed } = order;
    const facts = await sandbox.call('open', { plan, plugins, artifacts, data, backend, raced, seed });
    return new OpenSession(sandbox, facts);
  } catch (error) {
    sandbox.destroy();
    throw error;
  }
}

class OpenSession implements Session {
  readonly facts: BackendFacts;
  readonly #sandbox: Sandbox;
  #running = false;
  #waiting: Question | null = null;

  constructor(sandbox: Sandbox, facts: BackendFacts) {
    this.#sandbox = sandbox;
    this.facts = facts;
  }

  run(values: PlainRecord, outputs: readonly string[]): Promise<PlainRecord> {
    return new Promise((resolve, reject) => {
      this.#waiting?.reject(new Superseded('A later question has overtaken this one.'));
      this.#waiting = { values, outputs, resolve, reject };
      if (!this.#running) void this.#work();
    });
  }

  close(): void {
    this.#sandbox.destroy('The session was closed.');
  }

  async #work(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting; next; next = this.#waiting) {
      this.#waiting = null;
      const { values, outputs, resolve, reject } = next;
      await this.#sandbox.call('ask', values, outputs).then(resolve, reject);
    }
    this.#running = false;
  }
}
