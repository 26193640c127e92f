/** Our own bugs: what must hold, said aloud where it does not. Never for an author's mistake (an Issue) or a task's fault (an event). */

/** A bug of Alidade's own; caught once, at the page's edge, and shown with a report that can be copied. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws an InvariantError with this sentence unless the condition holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
