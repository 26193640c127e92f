/** Turns whatever was thrown into plain data, with the step and task where it happened. */
import { BOUNDS, type RawFault } from '#engine/protocol.ts';

/** Wraps what a task threw, so that the place in the graph is not lost on the way up. */
export class StepFault extends Error {
  readonly step: string | null;
  readonly task: string | null;
  constructor(step: string | null, task: string | null, cause: unknown) {
    super('a step failed', { cause });
    this.step = step;
    this.task = task;
  }
}

export function faultOf(error: unknown): RawFault {
  if (error instanceof StepFault) return { ...faultOf(error.cause), step: error.step, task: error.task };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? String(error.stack ?? '') : '';
  return {
    message: text.replace(/^Error: /, '').slice(0, BOUNDS.logCharacters),
    stack: stack.slice(0, BOUNDS.stackCharacters),
    step: null,
    task: null,
  };
}
