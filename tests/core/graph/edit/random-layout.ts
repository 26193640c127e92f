// A tree written as YAML in a random way: lines or brackets, any quotes, comments anywhere, any indentation and line break.
import fc from 'fast-check';
import type { Entry, Node, ScalarNode } from '#core/graph/node.ts';
import { doubleQuoted, isBare, writeScalar } from '#core/graph/edit/scalar-text.ts';

/** Where random choices come from. */
export type Dice = (sides: number) => number;

export function diceOf(g: fc.GeneratorValue): Dice {
  return (sides) => g(fc.nat, { max: sides - 1 });
}

/** Each comment has a number of its own, so that it can be found again. */
export class LayoutWriter {
  readonly #dice: Dice;
  readonly #indent: number;
  readonly #marginSequences: boolean;
  readonly #comments: number;
  readonly #brackets: number;
  #count = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
    this.#indent = [2, 2, 4, 3, 1][dice(5)]!;
    this.#marginSequences = dice(2) === 0;
    this.#comments = dice(4);
    this.#brackets = dice(4);
  }

  /** A whole text. */
  write(root: readonly Entry[]): string {
    const column = this.#chance(8) ? this.#indent : 0;
    const head = `${this.#chance(12) ? '---\n' : ''}${this.#commentLines(column)}`;
    if (root.length > 0 && this.#chance(7))
      return this.#finish(
        `${head}${this.#inBrackets({ kind: 'map', entries: root, place: null }, 0, column)}${this.#trailing()}\n`,
      );
    const gap = this.#chance(2) ? '\n' : '';
    const parts = root.map((entry) => this.#entryLines(entry, column, 1));
    return this.#finish(head + parts.map((part) => `${this.#commentLines(column)}${part}`).join(gap));
  }

  #finish(text: string): string {
    const ended = this.#chance(4) ? text.replace(/\n+$/, '') : text;
    return this.#chance(4) ? ended.replaceAll('\n', '\r\n') : ended;
  }

  #chance(sides: number): boolean {
    return this.#dice(sides) === 0;
  }

  #comment(): string {
    return `# c${(this.#count += 1)};${[' note', ' {x: [', ' a: b', ''][this.#dice(4)]}`;
  }

  #commentLines(column: number): string {
    if (this.#comments === 0 || !this.#chance(5)) return this.#chance(12) ? '\n' : '';
    const lines = this.#chance(4) ? 2 : 1;
    return (
      Array.from({ length: lines }, () => `${' '.repeat(column)}${this.#comment()}\n`).join('') +
      (this.#chance(4) ? '\n' : '')
    );
  }

  #trailing(): string {
    return this.#comments > 0 && this.#chance(6) ? `${' '.repeat(1 + this.#dice(3))}${this.#comment()}` : '';
  }

  #entryLines({ key, value }: Entry, column: number, depth: number): string {
    const name = this.#scalar(key, false);
    const isEmpty = value.kind !== 'scalar' && sizeOf(value) === 0;
    const pad = ' '.repeat(column);
    if (value.kind === 'scalar' && value.type === 'null' && this.#chance(2))
      return `${pad}${name}:${this.#trailing()}\n`;
    if (value.kind === 'scalar' && value.type === 'string' && this.#chance(12))
      return this.#blockText(pad + name, value, column);
    if (
      value.kind === 'scalar' ||
      isEmpty ||
      (depth < 3 ? this.#brackets === 3 || this.#chance(5) : !this.#chance(4))
    )
      return `${pad}${name}:${' '.repeat(this.#chance(9) ? 3 : 1)}${this.#inline(value, false, column)}${this.#trailing()}\n`;
    const inner = value.kind === 'list' && this.#marginSequences ? column : column + this.#indent;
    return `${pad}${name}:${this.#trailing()}\n${this.#lines(value, inner, depth + 1)}`;
  }

  #lines(node: Node, column: number, depth: number): string {
    if (node.kind === 'map')
      return node.entries
        .map((entry) => this.#commentLines(column) + this.#entryLines(entry, column, depth))
        .join('');
    if (node.kind === 'scalar') return '';
    return node.items
      .map((item) => this.#commentLines(column) + this.#itemLines(item, column, depth))
      .join('');
  }

  #itemLines(item: Node, column: number, depth: number): string {
    const pad = ' '.repeat(column);
    const isFull = item.kind !== 'scalar' && sizeOf(item) > 0;
    if (!isFull || this.#chance(2))
      return `${pad}- ${this.#inline(item, false, column)}${this.#trailing()}\n`;
    const lines = this.#lines(item, column + 2, depth + 1);
    const compact = lines.startsWith(`${pad}  `) && !/^\s*#/.test(lines);
    return compact ? `${pad}- ${lines.slice(column + 2)}` : `${pad}-\n${lines}`;
  }

  #blockText(name: string, { value }: ScalarNode, column: number): string {
    const text = value as string;
    if (!/^[\w$][\w $.]*$/.test(text) || text.trim() !== text) return `${name}: ${doubleQuoted(text)}\n`;
    return `${name}: ${this.#chance(2) ? '|-' : '>-'}\n${' '.repeat(column + this.#indent)}${text}\n`;
  }

  #inline(node: Node, inBrackets: boolean, column: number): string {
    return node.kind === 'scalar' ? this.#scalar(node, inBrackets) : this.#inBrackets(node, 0, column);
  }

  #inBrackets(node: Node, depth: number, column: number): string {
    if (node.kind === 'scalar') return this.#scalar(node, true);
    const items =
      node.kind === 'map'
        ? node.entries.map(
            ({ key, value }) => `${this.#scalar(key, true)}: ${this.#inBrackets(value, depth + 1, column)}`,
          )
        : node.items.map((item) => this.#inBrackets(item, depth + 1, column));
    const [open, close] = node.kind === 'map' ? ['{', '}'] : ['[', ']'];
    if (items.length > 0 && this.#chance(5))
      return this.#onLines(open!, close!, items, column + this.#indent + depth);
    const pad = items.length > 0 && this.#chance(4) ? ' ' : '';
    return `${open}${pad}${items.join(this.#chance(6) ? ',  ' : ', ')}${items.length > 0 && this.#chance(8) ? ',' : ''}${pad}${close}`;
  }

  #onLines(open: string, close: string, items: readonly string[], column: number): string {
    const pad = ' '.repeat(column);
    const hasLastComma = this.#chance(2);
    const lines = items.map((item, index) => {
      const comma = index < items.length - 1 || hasLastComma ? ',' : '';
      return `${this.#comments > 0 && this.#chance(8) ? `${pad}${this.#comment()}\n` : ''}${pad}${item}${comma}${this.#trailing()}\n`;
    });
    return `${open}\n${lines.join('')}${pad.slice(0, -1)} ${close}`;
  }

  #scalar(node: ScalarNode, inBrackets: boolean): string {
    if (node.type !== 'string') return writeScalar(node, inBrackets)!;
    const text = node.value as string;
    const style = this.#dice(5);
    if (style === 0) return doubleQuoted(text);
    if (style === 1 && /^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
    return isBare(text, inBrackets) ? text : doubleQuoted(text);
  }
}

function sizeOf(node: Node): number {
  if (node.kind === 'scalar') return 0;
  return node.kind === 'map' ? node.entries.length : node.items.length;
}
