/** Issues as a terminal shows them: place, sentence, remedy. */
import type { Issue } from '#core/issues.ts';

/** An issue as it stands on the page. */
export interface ShownIssue {
  readonly severity: string;
  readonly message: string;
  readonly remedy: string;
  /** Empty where there is none. */
  readonly document: string;
  /** `:line:column`, or empty. */
  readonly place: string;
}

/** `file` turns a document's name into the path of a file, where there is one. */
export function showIssue(found: Issue, file?: (document: string) => string): string {
  const { severity, message, remedy, document = '', range } = found;
  const place = range ? `:${range.start.line}:${range.start.column}` : '';
  return showLine({ severity, message, remedy, document, place }, file);
}

export function showLine(found: ShownIssue, file: (document: string) => string = (name) => name): string {
  const where = found.document === '' ? '' : `${file(found.document)}${found.place}: `;
  return `${found.severity.toLowerCase()}: ${where}${found.message} ${found.remedy}`;
}
