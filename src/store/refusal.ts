/** What the store cannot do, and says so in a sentence that a person can act on: names taken, no room, another tab in the way. */

export type RefusalCode =
  | 'name-taken'
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

/** Runs a read or write, and turns what the browser's storage refuses into a Refusal. */
export async function attempt<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

function refusalOf(error: unknown): Refusal | null {
  const names = namesOf(error);
  if (error instanceof Refusal) return null;
  if (names.includes('QuotaExceededError')) {
    return new Refusal(
      'no-space',
      'The browser has no room left for this site.',
      'Export and delete old jobs.',
      error,
    );
  }
  if (names.includes('VersionError')) {
    return new Refusal(
      'newer-version',
      'This data was written by a newer Alidade.',
      'Reload the page.',
      error,
    );
  }
  if (names.includes('DatabaseClosedError')) {
    return new Refusal('closed', 'The database was closed by another tab.', 'Reload the page.', error);
  }
  if (
    names.includes('MissingAPIError') ||
    names.includes('OpenFailedError') ||
    names.includes('InvalidStateError')
  ) {
    return new Refusal(
      'unavailable',
      'This browser lets the page store nothing.',
      'Leave private browsing, or allow this site to keep data.',
      error,
    );
  }
  return null;
}

/** Dexie wraps the browser's errors, sometimes twice. */
function namesOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { name, inner } = error as { name?: unknown; inner?: unknown };
  return [String(name), ...(inner === error ? [] : namesOf(inner))];
}
