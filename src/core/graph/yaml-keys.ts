/** Keys that the library lets pass although YAML 1.1 does not know them. */

export interface KeyFault {
  readonly code: 'yaml-missing' | 'yaml-nesting';
  readonly detail: string;
}

/** Without a question mark before it, a key must be there, and end on the line on which it begins. */
export function findKeyFault(text: string, start: number, end: number, isEmpty: boolean): KeyFault | null {
  const isBare = isEmpty && /^\s*:/.test(text.slice(start, start + 200));
  const isLong =
    !isEmpty &&
    (text.slice(start, end).includes('\n') || /^[^\S\n]*\n\s*:\s/.test(text.slice(end, end + 200)));
  if ((!isBare && !isLong) || isAnnounced(text, start)) return null;
  if (isBare) return { code: 'yaml-missing', detail: 'Nothing stands before the colon' };
  return { code: 'yaml-nesting', detail: 'A key must end on the line on which it begins' };
}

function isAnnounced(text: string, start: number): boolean {
  let before = start - 1;
  while (/\s/.test(text[before] ?? '')) before -= 1;
  return text[before] === '?';
}
