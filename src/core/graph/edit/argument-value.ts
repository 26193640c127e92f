/** What an argument is set to: a reference, a plain value, or YAML as typed by hand. */
import { hasErrors } from '#core/issues.ts';
import { map, scalar, text, type Node } from '#core/graph/node.ts';
import { nodeOf } from '#core/graph/value.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { refuse, type Refusal } from './refusal.ts';

/** A value for an argument, or for what an artifact stores. */
export type ArgumentValue =
  /** `$name`, or `$name.output`. */
  | { readonly kind: 'reference'; readonly name: string; readonly output?: string | null }
  /** Plain data. All text in it is meant as it is: one that begins with a dollar is escaped. Whole numbers are integers. */
  | { readonly kind: 'literal'; readonly value: unknown }
  /** One YAML value as an author writes it: `0.5`, `[1, $seed]`, `"yes"`; what looks like a reference is one. */
  | { readonly kind: 'yaml'; readonly text: string };

/** A reference as it is written. */
export function referenceText(name: string, output: string | null | undefined): string {
  return output === null || output === undefined ? `$${name}` : `$${name}.${output}`;
}

/** The value as a node, or why it cannot be one. Where nothing is a reference (`isPlain`), text needs no escape. */
export function readArgumentValue(value: ArgumentValue, isPlain = false): Node | Refusal {
  switch (value.kind) {
    case 'reference':
      return text(referenceText(value.name, value.output));
    case 'literal':
      return literalNode(nodeOf(value.value), isPlain ? (plain) => plain : escapeText);
    case 'yaml':
      return readTyped(value.text);
  }
}

function readTyped(typed: string): Node | Refusal {
  const { root, issues } = parseYaml(typed, 'argument');
  const fault = hasErrors(issues) ? issues.find(({ severity }) => severity === 'ERROR') : undefined;
  return fault ? refuse('unsuitable-value', `${fault.message} ${fault.remedy}`) : root;
}

/** Text as it must be written, and numbers as they are read back. */
function literalNode(node: Node, escape: (plain: string) => string): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => literalNode(item, escape)) };
  if (node.kind === 'map')
    return map(node.entries.map(({ key, value }) => ({ key, value: literalNode(value, escape) })));
  if (node.type === 'string') return text(escape(node.value as string));
  return typeof node.value === 'number' ? numberNode(node.value) : node;
}

/** Beyond what a number can hold exactly, whole numbers are written out as long as JavaScript itself does so. */
function numberNode(value: number): Node {
  if (!Number.isInteger(value) || Object.is(value, -0) || Math.abs(value) >= 1e21)
    return scalar('number', value);
  return scalar('integer', Number.isSafeInteger(value) ? value : BigInt(value));
}

/** The text that `unescapeText` leads back to. */
export function escapeText(plain: string): string {
  return plain.length > 1 && plain.startsWith('$') ? `$${plain}` : plain;
}
