/** Python text as a syntax tree, and the few questions that are asked of its nodes. */
import { parser } from '@lezer/python';

export type PythonNode = ReturnType<typeof parser.parse>['topNode'];

/** Longer texts are not read. Counted in UTF-16 units. */
const LONGEST = 200_000;

/** Python itself takes no more brackets inside each other; the time to read them grows with the square of their number. */
const DEEPEST = 200;

/** The tree of a text, where one with faults has nodes that are errors; null for a text that is too long or too deep. */
export function parsePython(text: string): PythonNode | null {
  return text.length > LONGEST || countBrackets(text) > DEEPEST ? null : parser.parse(text).topNode;
}

const TOKEN =
  /#[^\n]*|"""(?:[^"\\]|\\[^]|"(?!""))*(?:"""|$)|'''(?:[^'\\]|\\[^]|'(?!''))*(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|[([{]|[)\]}]/g;

/** The most brackets that stand inside each other. */
function countBrackets(text: string): number {
  let [depth, most] = [0, 0];
  for (const [token] of text.matchAll(TOKEN)) {
    if ('([{'.includes(token)) most = Math.max(most, (depth += 1));
    else if (')]}'.includes(token)) depth = Math.max(0, depth - 1);
  }
  return most;
}

/** The nodes right inside a node, in order; comments are not among them. */
export function childrenOf(node: PythonNode): readonly PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== 'Comment') children.push(child);
  return children;
}

/** The first place where the text is no Python, or null. */
export function findFault(root: PythonNode): { readonly from: number; readonly to: number } | null {
  const cursor = root.cursor();
  do if (cursor.type.isError) return { from: cursor.from, to: cursor.to };
  while (cursor.next());
  return null;
}

/** A node's text on one line. */
export function lineOf(text: string, node: PythonNode): string {
  return text.slice(node.from, node.to).replaceAll(/\s+/g, ' ');
}

/** Python forgets brackets around an expression. */
export function bare(node: PythonNode): PythonNode {
  let inner = node;
  while (inner.name === 'ParenthesizedExpression')
    inner = childrenOf(inner)[1] ?? inner.node.firstChild ?? inner;
  return inner;
}
