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
  const { message, stack } = readError(error);
  return {
    message: message.slice(0, BOUNDS.logCharacters),
    stack: stack.slice(0, BOUNDS.stackCharacters),
    step: null,
    task: null,
  };
}

/** Anything can be thrown, and looking at it can throw again. */
function readError(error: unknown): { message: string; stack: string } {
  try {
    if (!(error instanceof Error)) return { message: String(error), stack: '' };
    const message = error.name === 'Error' ? String(error.message) : `${error.name}: ${error.message}`;
    return { message: message || error.name, stack: String(error.stack ?? '') };
  } catch {
    return { message: 'something that cannot be shown', stack: '' };
  }
}
