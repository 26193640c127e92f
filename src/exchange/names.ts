/** Names in a resource file: which are allowed, and that none is given twice. */
import type { ImportFault } from '#core/resources/import-issues.ts';
import { isName, isTypeName } from '#core/resources/names.ts';
import type { Path } from './toml-places.ts';

type Report = (fault: ImportFault) => void;

/** The reference's own rule lets a few letters beyond ASCII through, and a line break at the end; a new file has no need of them. */
const PLAIN = /^[A-Za-z0-9_]+$/;

const RULES = {
  identifier: 'Use letters, digits and underscores, not beginning with a digit.',
  text: 'Use at least one letter.',
  type: 'Choose a name other than any, string, integer, number, boolean and null.',
} as const;

/** Reports a name that is not a plain word, as plugins, tasks and their inputs and outputs must have. */
export function checkIdentifier(name: string, what: string, path: Path, report: Report): void {
  // A plain word to the reference, yet the one key that a JavaScript object cannot simply hold.
  if (isName(name) && PLAIN.test(name) && name !== '__proto__') return;
  report({ code: 'import-name', words: { name, what, rule: RULES.identifier }, path });
}

/** Reports a blank name. */
export function checkText(name: string, what: string, path: Path, report: Report): void {
  if (name.trim() === '' || name === '__proto__')
    report({ code: 'import-name', words: { name, what, rule: RULES.text }, path });
}

/** Reports a parameter type that is blank or would redefine a built-in one. */
export function checkTypeName(name: string, path: Path, report: Report): void {
  checkText(name, 'a parameter type', path, report);
  if (name.trim() !== '' && !isTypeName(name)) {
    report({ code: 'import-name', words: { name, what: 'a parameter type', rule: RULES.type }, path });
  }
}

/** Reports each name that an earlier item has already. */
export function checkUnique(
  items: readonly { readonly name: string }[],
  what: string,
  path: Path,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [i, { name }] of items.entries()) {
    if (seen.has(name))
      report({ code: 'import-duplicate', words: { name, what }, path: [...path, i, 'name'] });
    seen.add(name);
  }
}
