/** Python text as a syntax tree, and the few questions that are asked of its nodes. */
import { parser } from '@lezer/python';

export type PythonNode = ReturnType<typeof parser.parse>['topNode'];

/** The tree of a text; one with faults has nodes that are errors. */
export function parsePython(text: string): PythonNode {
  return parser.parse(text).topNode;
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
  const inner = node.name === 'ParenthesizedExpression' ? childrenOf(node)[1] : undefined;
  return inner ? bare(inner) : node;
}
