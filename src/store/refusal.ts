/** What the store cannot do, and says so in a sentence that a person can act on: names taken, no room, another tab in the way. */

export type RefusalCode =
  | 'name-taken'
  | 'bad-name'
  | 'bad-content'
  | 'draft-taken'
  | 'moved-on'
  | 'job-runs'
  | 'not-deleted'
  | 'version-lost'
  | 'not-found'
  | 'read-only'
  | 'corrupt'
  | 'no-space'
  | 'newer-version'
  | 'closed'
  | 'unavailable';

/** Thrown instead of the database's own error; `message` is what to show, `remedy` what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly remedy: string;

  constructor(code: RefusalCode, message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.remedy = remedy;
  }
}

export function notFound(noun: string, id: string): Refusal {
  return new Refusal('not-found', `There is no ${noun} ${id}.`, 'Reload the list; it may have been deleted.');
}

export function movedOn(name: string): Refusal {
  return new Refusal(
    'moved-on',
    `“${name}” was saved elsewhere since this draft began.`,
    'Compare both, and take of each what is wanted.',
  );
}

export function readOnly(name: string): Refusal {
  return new Refusal('read-only', `“${name}” is built in and read-only.`, 'Save it under another name.');
}

/** Runs a read or write, and turns what the browser's storage refuses into a Refusal. */
export async function attempt<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(error);
  }
}

/** In the order of what explains most: a database that could not be opened says *closed* ever after. */
const KNOWN: readonly (readonly [
  names: readonly string[],
  code: RefusalCode,
  message: string,
  remedy: string,
])[] = [
  [
    ['QuotaExceededError'],
    'no-space',
    'The browser has no room left for this site.',
    'Make room on the device, or export and delete old jobs.',
  ],
  [['VersionError'], 'newer-version', 'This data was written by a newer Alidade.', 'Reload the page.'],
  [
    ['MissingAPIError', 'OpenFailedError', 'SecurityError'],
    'unavailable',
    'This browser lets the page store nothing.',
    'Leave private browsing, or allow this site to keep data.',
  ],
  [
    ['DatabaseClosedError', 'InvalidStateError'],
    'closed',
    'The database was closed, by another tab or by the browser.',
    'Reload the page.',
  ],
];

/** The Refusal that an error amounts to, else the error itself. */
export function explain(error: unknown): unknown {
  const chain = causesOf(error);
  const own = chain.find((cause) => cause instanceof Refusal);
  if (own) return own;
  const names = chain.map((cause) => String(cause.name));
  const known = KNOWN.find(([any]) => any.some((name) => names.includes(name)));
  return known ? new Refusal(known[1], known[2], known[3], error) : error;
}

/** Dexie wraps the browser's errors, sometimes twice. */
function causesOf(error: unknown): { readonly name?: unknown }[] {
  if (typeof error !== 'object' || error === null) return [];
  const { inner } = error as { inner?: unknown };
  return [error, ...(inner === error ? [] : causesOf(inner))];
}
