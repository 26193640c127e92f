/** The keys of a table, while the focus is in it. */

export type RowKey =
  | { readonly does: 'search' | 'select' | 'select all' | 'first' | 'last' }
  | { readonly does: 'move'; readonly by: 1 | -1; readonly range: boolean };

const STEPS: Readonly<Record<string, 1 | -1>> = { j: 1, k: -1, J: 1, K: -1, ArrowDown: 1, ArrowUp: -1 };
const WORDS: Readonly<Record<string, Exclude<RowKey['does'], 'move'>>> = {
  '/': 'search',
  x: 'select',
  '*': 'select all',
  Home: 'first',
  End: 'last',
};

export function readRowKey(event: KeyboardEvent): RowKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const by = STEPS[event.key];
  if (by !== undefined) return { does: 'move', by, range: event.shiftKey };
  const does = WORDS[event.key];
  return does === undefined ? null : { does };
}
