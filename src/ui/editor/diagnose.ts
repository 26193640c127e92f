/** Issues as the editor's diagnostics: at their range, with the remedy below the sentence. */
import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Issue } from '#core/issues.ts';

/** With `onmend`, each offers to ask for ways to mend it. */
export function diagnose(
  issues: readonly Issue[],
  text: Text,
  onmend?: (offset: number) => void,
): Diagnostic[] {
  return issues
    .map((issue) => ({ issue, ...rangeOf(issue, text) }))
    .toSorted((a, b) => a.from - b.from)
    .map(({ issue, from, to }) => ({
      from,
      to,
      severity: issue.severity === 'ERROR' ? 'error' : 'warning',
      source: issue.code,
      message: `${issue.message} ${issue.remedy}`,
      ...(onmend && { actions: [{ name: 'Mend…', apply: (_view: EditorView, at: number) => onmend(at) }] }),
      renderMessage: () => {
        const node = document.createElement('div');
        const [what, how] = [document.createElement('b'), document.createElement('span')];
        what.textContent = issue.message;
        how.textContent = issue.remedy;
        node.append(what, how);
        return node;
      },
    }));
}

/** A fault without a place stands at the first line; an empty range widens to its line. */
function rangeOf({ range }: Issue, text: Text): { from: number; to: number } {
  if (!range) return { from: 0, to: text.line(1).to };
  const from = Math.min(range.start.offset, text.length);
  const to = Math.min(Math.max(range.end.offset, from), text.length);
  return to > from ? { from, to } : { from, to: Math.max(from, text.lineAt(from).to) };
}
