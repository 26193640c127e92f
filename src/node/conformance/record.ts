/** One record: its fields as nodes, with the encodings of the format undone, so that 1.0 stays apart from 1. */
import {
  map,
  scalar,
  show,
  textOf,
  valueOf,
  type Entry,
  type Node,
  type ScalarNode,
} from '#core/graph/node.ts';

export class Record {
  readonly #node: Node;
  readonly #index: number;

  constructor(node: Node, index: number) {
    this.#node = node;
    this.#index = index;
  }

  get kind(): string {
    return this.text('kind') ?? 'validation';
  }

  /** Its own name, or else where it comes from, with its number in the file. */
  get name(): string {
    const own = this.text('name') ?? this.text('source') ?? '';
    return `#${this.#index} ${own}`.trim();
  }

  /** A field as it stands in the file; undefined where it is missing. */
  raw(field: string): Node | undefined {
    return valueOf(this.#node, field);
  }

  /** A field with its encodings undone; null where it is missing. */
  node(field: string): Node {
    return decode(this.raw(field) ?? scalar('null', null));
  }

  has(field: string): boolean {
    const node = this.raw(field);
    return node !== undefined && !(node.kind === 'scalar' && node.type === 'null');
  }

  text(field: string): string | null {
    return textOf(this.raw(field));
  }

  flag(field: string): boolean {
    const node = this.raw(field);
    return node?.kind === 'scalar' && node.value === true;
  }

  texts(field: string): readonly string[] {
    const node = this.raw(field);
    return node?.kind === 'list' ? node.items.map(show) : [];
  }
}

const SPECIAL_FLOATS: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['-inf', -Infinity],
  ['nan', NaN],
]);

/** Undoes `{"$map": …}`, `{"$float": …}` and `{"$complex": …}`. */
export function decode(node: Node): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map(decode) };
  if (node.kind !== 'map') return node;
  const float = textOf(valueOf(node, '$float'));
  if (float !== null) return floatNode(float);
  const complex = valueOf(node, '$complex');
  if (complex) return scalar('other', show(complex));
  const pairs = valueOf(node, '$map');
  if (pairs?.kind === 'list') return map(pairs.items.map(decodePair));
  return map(node.entries.map(({ key, value }) => ({ key, value: decode(value) })));
}

export function floatNode(text: string): ScalarNode {
  return scalar('number', SPECIAL_FLOATS.get(text) ?? Number(text));
}

function decodePair(pair: Node): Entry {
  const [key, value] = pair.kind === 'list' ? pair.items : [];
  return { key: decode(key!) as ScalarNode, value: decode(value!) };
}

/** A text that is the same for nodes that are the same, whatever the order of their keys. */
export function canonical(node: Node): string {
  if (node.kind === 'list') return `${node.set ? 'set' : ''}[${node.items.map(canonical).join(', ')}]`;
  if (node.kind === 'map')
    return `{${node.entries
      .map(({ key, value }) => `${canonical(key)}: ${canonical(value)}`)
      .toSorted()
      .join(', ')}}`;
  if (node.type === 'string') return JSON.stringify(node.value);
  return `${node.type} ${show(node)}`;
}
