/** The forms that a node can have, and the issues for having another one than is asked for. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type Issue } from '#core/issues.ts';
import { show, textOf, type MapNode, type Node } from '#core/graph/node.ts';
import { at, type Path } from '#core/graph/path.ts';

export type Report = (found: Issue) => void;

/** What a node is, in words. */
export function formOf(node: Node): string {
  if (node.kind === 'list') return node.set ? 'a set' : 'a list';
  if (node.kind === 'map') return mapForm(node.entries.length);
  if (node.type === 'null') return 'empty';
  if (node.type === 'string') return `the text "${String(node.value)}"`;
  if (node.type === 'date') return 'a date';
  if (node.type === 'bytes') return 'bytes';
  return `the ${node.type} ${show(node)}`;
}

function mapForm(size: number): string {
  if (size === 0) return 'an empty mapping';
  return size === 1 ? 'a mapping' : `a mapping with ${size} keys`;
}

/** Reports a node of the wrong form. */
export function reportForm(
  report: Report,
  what: string,
  expected: string,
  node: Node,
  path: Path,
  advice = '',
): void {
  const remedy = advice || `Make it ${expected}.`;
  report(issue('wrong-form', { what, expected, found: formOf(node), advice: remedy }, at(node, path)));
}

/** The node as a mapping, or null with a report. */
export function expectMap(report: Report, what: string, node: Node, path: Path, advice = ''): MapNode | null {
  if (node.kind === 'map') return node;
  reportForm(report, what, 'a mapping', node, path, advice);
  return null;
}

/** Reports unless the node is text. */
export function expectText(report: Report, what: string, node: Node, path: Path): void {
  if (textOf(node) === null)
    reportForm(
      report,
      what,
      'text',
      node,
      path,
      'Write a name or a text; put it in quotes if it looks like something else.',
    );
}

/** Reports every key that is not among the allowed ones. */
export function expectKeys(
  report: Report,
  what: string,
  node: MapNode,
  path: Path,
  allowed: readonly string[],
): void {
  for (const { key } of node.entries) {
    const name = textOf(key) ?? show(key);
    if (textOf(key) !== null && allowed.includes(name)) continue;
    report(
      issue(
        'unknown-key',
        { what, key: name, hint: didYouMean(name, allowed), allowed: allowed.join(', ') },
        at(key, [...path, name]),
      ),
    );
  }
}

/** Scalars that JSON has too, and lists: what may stand for arguments by position or for a bare default. */
export function isPlainData(node: Node): boolean {
  if (node.kind === 'list') return !node.set;
  return node.kind === 'scalar' && node.type !== 'date' && node.type !== 'bytes' && node.type !== 'other';
}
