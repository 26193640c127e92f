/** Fixes for texts that are no YAML: tabs, and text that needs quotes. Proposed only if less is wrong afterwards. */
import type { Issue } from '#core/issues.ts';
import { applyChanges, type Change } from '#core/graph/edit/change.ts';
import type { Edit } from '#core/graph/edit/edit.ts';
import { GraphText, type GraphDocument } from '#core/graph/edit/graph-text.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { doubleQuoted } from '#core/graph/edit/scalar-text.ts';
import { fixBy, type Fix } from './fix.ts';

/** Mends a text at the place of a syntax issue. */
export function fixText(prepared: PreparedGraphs, document: GraphDocument, { code, range }: Issue): Fix[] {
  const graph = document === 'task graph' ? prepared.taskGraph : prepared.artifactGraph;
  if (!range) return [];
  const { text } = graph;
  const from = range.start.offset;
  if (code === 'yaml-tab') {
    const tabs = /^\t+/.exec(text.slice(from))?.[0] ?? '';
    const spaces = ' '.repeat(graph.shape.indent * tabs.length);
    return tryOut(prepared, graph, 'Put spaces in place of the tab', {
      from,
      to: from + tabs.length,
      insert: spaces,
    });
  }
  const to = code === 'yaml-quotes-needed' ? endOfText(text, from) : range.end.offset;
  const quoted = text.slice(from, to);
  if (quoted === '' || /[\n\r]/.test(quoted)) return [];
  return tryOut(prepared, graph, 'Put it in quotes', { from, to, insert: doubleQuoted(quoted) });
}

/** Up to a comment, or the end of the line. */
function endOfText(text: string, from: number): number {
  const rest = /^.*?(?=\s+#|\s*$)/m.exec(text.slice(from))?.[0] ?? '';
  return from + rest.length;
}

function tryOut(prepared: PreparedGraphs, before: GraphText, title: string, change: Change): Fix[] {
  const after = new GraphText(applyChanges(before.text, [change]), before.document);
  if (after.issues.length >= before.issues.length) return [];
  const isTaskGraph = before.document === 'task graph';
  const edit: Edit = {
    kind: 'edit',
    changes: { taskGraph: isTaskGraph ? [change] : [], artifactGraph: isTaskGraph ? [] : [change] },
    select: { document: before.document, from: change.from, to: change.from + change.insert.length },
    after: isTaskGraph
      ? prepared.with(after, prepared.artifactGraph)
      : prepared.with(prepared.taskGraph, after),
  };
  return fixBy(title, edit);
}
