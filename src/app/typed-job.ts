/** What was typed into the job form, as long as its tab lives: a reload, or a look at something else, loses nothing. */

const KEY = 'alidade.typed.job';

interface Typed {
  /** What it was typed for. */
  readonly of: string;
  readonly wishes: unknown;
}

export function keepTypedJob(of: string, wishes: unknown): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ of, wishes } satisfies Typed));
  } catch {
    // Without room or permission it only does not outlive the page.
  }
}

/** What was typed for this, or null. */
export function readTypedJob<T>(of: string): Partial<T> | null {
  try {
    const typed = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Typed | null;
    return typed?.of === of ? (typed.wishes as Partial<T>) : null;
  } catch {
    return null;
  }
}

export function dropTypedJob(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}
