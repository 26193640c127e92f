/** A text as lines: where they begin and end, how it breaks and indents them. */
import { foldLineBreaks } from '#core/graph/yaml-characters.ts';

/** Where an indentation cannot be seen, or is beyond all custom. */
const USUAL_INDENT = 2;
const WIDEST_INDENT = 8;

/** All offsets are UTF-16 units of the text. */
export class TextShape {
  readonly text: string;
  /** With every line ending in a line feed, each where it was. */
  readonly folded: string;
  readonly lineBreak: string;
  /** By how many spaces the author indents. */
  readonly indent: number;

  constructor(text: string) {
    this.text = text;
    this.folded = foldLineBreaks(text);
    const end = this.folded.indexOf('\n');
    this.lineBreak = end < 0 ? '\n' : this.folded[end - 1] === '\r' ? '\r\n' : text[end]!;
    this.indent = findIndent(this.folded);
  }

  lineStart(at: number): number {
    return at === 0 ? 0 : this.folded.lastIndexOf('\n', at - 1) + 1;
  }

  /** Before the line break, or at the end of the text. */
  lineEnd(at: number): number {
    const end = this.folded.indexOf('\n', at);
    if (end < 0) return this.text.length;
    return end > at && this.folded[end - 1] === '\r' ? end - 1 : end;
  }

  /** Behind the line break, or at the end of the text. */
  nextLine(at: number): number {
    const end = this.folded.indexOf('\n', at);
    return end < 0 ? this.text.length : end + 1;
  }

  column(at: number): number {
    return at - this.lineStart(at);
  }

  /** Only spaces stand before it on its line. */
  isFirstOnLine(at: number): boolean {
    return /^ *$/.test(this.folded.slice(this.lineStart(at), at));
  }

  /** Nothing but a comment follows on its line. */
  isLastOnLine(at: number): boolean {
    return /^[ \t]*(?:#.*)?$/.test(this.folded.slice(at, this.lineEnd(at)));
  }

  /** Whether the text breaks off without ending its last line. */
  get isCutOff(): boolean {
    return this.text !== '' && !this.folded.endsWith('\n');
  }
}

/** What the first deeper line after one at the margin is indented by. */
function findIndent(text: string): number {
  const found =
    /^( *)[^\s#-][^\n]*:[^\S\n]*(?:#[^\n]*)?\r?\n(?:[^\S\n]*(?:#[^\n]*)?\r?\n)*\1( +)[^\s#-]/m.exec(text);
  const width = found?.[2]?.length ?? USUAL_INDENT;
  return width > WIDEST_INDENT ? USUAL_INDENT : width;
}
