/** Ways to mend a problem, as they are offered beside it. */
import type { Issue } from '#core/issues.ts';

/** One way: what it does, in a few words, and how it is done. */
export interface Remedy {
  readonly title: string;
  readonly run: () => void;
}

/** Those of a problem, the likeliest first; none where it is only mended by hand. */
export type FindRemedies = (issue: Issue) => Promise<readonly Remedy[]>;

/** The problems that the key means at this offset of a text: those around it, else those of its line. */
export function issuesAt(issues: readonly Issue[], text: string, offset: number): readonly Issue[] {
  const around = issues.filter(
    ({ range }) => range && range.start.offset <= offset && offset <= range.end.offset,
  );
  if (around.length > 0) return narrowest(around);
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return issues.filter(
    ({ range }) => range && range.start.offset <= (end < 0 ? text.length : end) && start <= range.end.offset,
  );
}

/** A problem of a whole step stands around those inside of it; the inner ones are meant first. */
function narrowest(issues: readonly Issue[]): readonly Issue[] {
  const sizeOf = ({ range }: Issue) => (range ? range.end.offset - range.start.offset : Infinity);
  return issues.toSorted((a, b) => sizeOf(a) - sizeOf(b));
}
