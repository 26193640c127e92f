/** Issues as a terminal shows them: place, sentence, remedy. */
import type { Issue } from '#core/issues.ts';

/** `place` turns a document's name into the path of a file, where there is one. */
export function showIssue(found: Issue, place: (document: string) => string = (name) => name): string {
  const line = found.range ? `:${found.range.start.line}:${found.range.start.column}` : '';
  const where = found.document === undefined ? '' : `${place(found.document)}${line}: `;
  return `${found.severity.toLowerCase()}: ${where}${found.message} ${found.remedy}`;
}
