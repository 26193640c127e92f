/** Nodes as new YAML: on one line in brackets, or on lines of their own, as the author would have it. What stands in a text is taken as it stands. */
import type { Entry, Node, ScalarNode } from '#core/graph/node.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { sameNode } from './same.ts';
import { writeScalar, writeText } from './scalar-text.ts';
import type { TextShape } from './text-shape.ts';

/** Longer lines are broken into lines of their own, where that is possible. */
const LONGEST_LINE = 100;

/** Mappings up to this depth, steps and their arguments, stand on lines of their own; deeper ones in brackets if they fit. */
const DEEPEST_BLOCK = 2;

/** Behind a key: on the key's line, or on lines below it, indented, without the first line break. */
export type Rendered = { readonly inline: string } | { readonly lines: string };

/** Whether collections of a kind stand in brackets at a depth (1 for the body of a step, 2 for its arguments); undefined where that is for the renderer to say. */
export type Model = (depth: number, kind: 'map' | 'list') => boolean | undefined;

/** Leaves all to the renderer. */
export const FREE: Model = () => undefined;

/** Writes nodes in the manner of one text. */
export class Renderer {
  readonly #shape: TextShape;
  /** Whether parts of a text may be taken as they stand. */
  readonly #copies: boolean;
  /** What could not be written. */
  unwritable: Node | null = null;

  constructor(shape: TextShape, copies: boolean) {
    this.#shape = shape;
    this.#copies = copies;
  }

  /** One line, fit for brackets or for a line of its own. */
  inline(node: Node, inBrackets: boolean): string {
    const copied = this.#copies ? copyOf(node) : null;
    if (copied !== null) return copied;
    if (node.kind === 'scalar') return this.#scalar(node, inBrackets);
    if (node.kind === 'map') return `{${node.entries.map((entry) => this.entry(entry)).join(', ')}}`;
    const items = node.items.map((item) => this.inline(item, true)).join(', ');
    return node.set ? `!!set {${items}}` : `[${items}]`;
  }

  /** An entry inside brackets. */
  entry({ key, value }: Entry): string {
    return `${this.key(key, true)}: ${this.inline(value, true)}`;
  }

  key(key: ScalarNode, inBrackets: boolean): string {
    return key.type === 'string' ? writeText(key.value as string, inBrackets) : this.#scalar(key, inBrackets);
  }

  /** The value of a key that stands on its own line at this column; `depth` counts keys from the root. */
  value(node: Node, column: number, depth: number, model: Model): Rendered {
    const inline = this.inline(node, false);
    if (node.kind === 'scalar' || isFlat(node)) return { inline };
    const wantsBrackets = model(depth, node.kind);
    const fits = wantsBrackets ?? (node.kind === 'list' || depth > DEEPEST_BLOCK);
    if (wantsBrackets) return { inline };
    if (fits && column + inline.length <= LONGEST_LINE) return { inline };
    return {
      lines: this.#lines(node, column + this.#shape.indent, depth, model).join(this.#shape.lineBreak),
    };
  }

  /** A key with its value, whose first line is not indented since it comes behind what is there. */
  blockEntry({ key, value }: Entry, column: number, depth: number, model: Model): string {
    const rendered = this.value(value, column, depth, model);
    const name = this.key(key, false);
    return 'inline' in rendered
      ? `${name}: ${rendered.inline}`
      : `${name}:${this.#shape.lineBreak}${rendered.lines}`;
  }

  /** Behind a dash at this column. */
  blockItem(node: Node, column: number): string {
    const inline = this.inline(node, false);
    if (isFlat(node) || column + inline.length <= LONGEST_LINE) return inline;
    return this.#lines(node, column + 2, DEEPEST_BLOCK + 1, FREE)
      .join(this.#shape.lineBreak)
      .trimStart();
  }

  #lines(node: Node, column: number, depth: number, model: Model): string[] {
    const indent = ' '.repeat(column);
    if (node.kind === 'map')
      return node.entries.map((entry) => indent + this.blockEntry(entry, column, depth + 1, model));
    if (node.kind === 'list') return node.items.map((item) => `${indent}- ${this.blockItem(item, column)}`);
    return [indent + this.#scalar(node, false)];
  }

  #scalar(node: ScalarNode, inBrackets: boolean): string {
    const written = writeScalar(node, inBrackets);
    if (written === null) this.unwritable = node;
    return written ?? '';
  }
}

/** Fits on one line whatever it holds: a scalar, an empty collection, a set. */
function isFlat(node: Node): boolean {
  if (node.kind === 'scalar') return true;
  return node.kind === 'map' ? node.entries.length === 0 : node.items.length === 0 || node.set === true;
}

/** What the author wrote, if it is on one line and means the same at any place: not bare text, nothing with anchors. */
function copyOf(node: Node): string | null {
  if (!node.place || node.place.end <= node.place.start) return null;
  const text = node.place.source.text.slice(node.place.start, node.place.end);
  if (/[\n\r\u0085&*]/.test(text)) return null;
  if (node.kind === 'scalar' && node.type === 'string' && !/^["']/.test(text)) return null;
  return sameNode(parseYaml(text).root, node) ? text : null;
}
