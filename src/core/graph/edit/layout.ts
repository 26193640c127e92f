/** How a part of a YAML text is written: brackets or lines, and where keys, colons, commas and values stand. Nothing of what it means. */
import { Parser, type CST } from 'yaml';

/** How a value is written. */
export type Layout = ScalarLayout | CollectionLayout;

interface Span {
  readonly start: number;
  /** Behind the last character; line breaks, comments and spaces that follow do not count. */
  readonly end: number;
}

/** A scalar, or an alias. */
export interface ScalarLayout extends Span {
  readonly kind: 'scalar' | 'alias';
  readonly style: 'plain' | 'single' | 'double' | 'block';
}

/** A mapping or list, on lines or in brackets. */
export interface CollectionLayout extends Span {
  readonly kind: 'map' | 'list';
  /** In brackets. */
  readonly flow: boolean;
  readonly items: readonly ItemLayout[];
  /** Where a comma stands behind the last item. */
  readonly lastComma: number | null;
}

/** An entry of a mapping, or an item of a list. */
export interface ItemLayout extends Span {
  /** Where the comma before it stands. */
  readonly comma: number | null;
  readonly key: Layout | null;
  /** Behind the colon or the dash; null where there is none. */
  readonly markEnd: number | null;
  /** Behind colon, anchor and tag: where a value stands or could stand after a space. */
  readonly valueFrom: number;
  /** Where the tag of the value stands, if it has one. */
  readonly tag: number | null;
  readonly value: Layout | null;
  /** Written with a question mark before its key, which no edit touches. */
  readonly explicit: boolean;
}

/** The layout of the value of a text, or of a piece of a text that begins at this offset; null where it has none. */
export function readLayout(text: string, shift: number): Layout | null {
  for (const token of new Parser().parse(text)) {
    if (token.type === 'document' && token.value) return new LayoutReader(shift).read(token.value);
  }
  return null;
}

type Item = CST.CollectionItem & { readonly explicitKey?: true };

class LayoutReader {
  readonly #shift: number;

  constructor(shift: number) {
    this.#shift = shift;
  }

  read(token: CST.Token): Layout | null {
    switch (token.type) {
      case 'alias':
      case 'scalar':
        return this.#scalar(token, 'plain');
      case 'single-quoted-scalar':
        return this.#scalar(token, 'single');
      case 'double-quoted-scalar':
        return this.#scalar(token, 'double');
      case 'block-scalar':
        return this.#blockScalar(token);
      case 'block-map':
      case 'block-seq':
        return this.#block(token);
      case 'flow-collection':
        return this.#flow(token);
      default:
        return null;
    }
  }

  #scalar(token: CST.FlowScalar, style: ScalarLayout['style']): Layout | null {
    if (style === 'plain' && token.source === '') return null;
    const start = this.#shift + token.offset;
    return {
      kind: token.type === 'alias' ? 'alias' : 'scalar',
      style,
      start,
      end: start + token.source.length,
    };
  }

  #blockScalar({ offset, props, source }: CST.BlockScalar): Layout {
    const start = this.#shift + offset;
    const head = props.map((part) => ('source' in part ? part.source : '')).join('');
    return { kind: 'scalar', style: 'block', start, end: start + (head + source).trimEnd().length };
  }

  #block(token: CST.BlockMap | CST.BlockSequence): Layout {
    const items = (token.items as Item[]).flatMap((item) => this.#item(item) ?? []);
    const start = items[0]?.start ?? this.#shift + token.offset;
    return {
      kind: token.type === 'block-map' ? 'map' : 'list',
      flow: false,
      items,
      lastComma: null,
      start,
      end: items.at(-1)?.end ?? start,
    };
  }

  #flow(token: CST.FlowCollection): Layout {
    const close = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    const last = token.items.at(-1);
    const start = this.#shift + token.start.offset;
    return {
      kind: token.start.type === 'flow-map-start' ? 'map' : 'list',
      flow: true,
      items: token.items.flatMap((item) => this.#item(item) ?? []),
      lastComma: last && isBare(last) ? this.#find(last.start, 'comma') : null,
      start,
      end: close ? this.#shift + close.offset + 1 : start + 1,
    };
  }

  /** Null for what follows the last item: comments, or a comma. */
  #item(item: Item): ItemLayout | null {
    const dash = item.start.find(({ type }) => type === 'seq-item-ind');
    if (isBare(item) && !dash) return null;
    const key = item.key ? this.read(item.key) : null;
    const value = item.value ? this.read(item.value) : null;
    const isEntry = item.key !== undefined || item.sep !== undefined;
    const props = (isEntry ? item.sep : item.start) ?? [];
    const mark = dash ?? item.sep?.find(({ type }) => type === 'map-value-ind');
    const markEnd = mark ? this.#endOf(mark) : null;
    const start = this.#startOf(item, dash) ?? key?.start ?? value?.start ?? markEnd ?? 0;
    const valueFrom = Math.max(
      markEnd ?? key?.end ?? start,
      ...props.filter(isProp).map((prop) => this.#endOf(prop)),
    );
    return {
      start,
      end: Math.max(value?.end ?? 0, valueFrom),
      comma: this.#find(item.start, 'comma'),
      key,
      markEnd,
      valueFrom,
      tag: this.#find(props, 'tag'),
      value,
      explicit: item.explicitKey === true || (isEntry && key === null),
    };
  }

  /** Where a dash, an anchor, a tag or a question mark begins the item. */
  #startOf(item: Item, dash: CST.SourceToken | undefined): number | null {
    const first = dash ?? item.start.find((token) => isProp(token) || token.type === 'explicit-key-ind');
    return first ? this.#shift + first.offset : null;
  }

  #find(tokens: readonly CST.SourceToken[], type: CST.SourceToken['type']): number | null {
    const found = tokens.find((token) => token.type === type);
    return found ? this.#shift + found.offset : null;
  }

  #endOf({ offset, source }: CST.SourceToken): number {
    return this.#shift + offset + source.length;
  }
}

function isProp({ type }: CST.SourceToken): boolean {
  return type === 'anchor' || type === 'tag';
}

function isBare({ key, sep, value }: Item): boolean {
  return key === undefined && !sep && !value;
}
