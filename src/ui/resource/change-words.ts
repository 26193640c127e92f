/** Values and changes of contents in words. */
import type { ContentChange } from '#core/resources/compare.ts';
import type { Piece } from '#core/resources/unfold.ts';
import { sayMany } from './say.ts';

const LONGEST = 120;
const NAMES = ['name', 'filename', 'resource'];
/** Keys that a person calls otherwise. */
const WORDS: Readonly<Record<string, string>> = {
  contents: 'source',
  functions: 'tasks',
  artifacts: 'artifact tasks',
};

/** A value as a person reads it in a line: `none`, `empty`, `0.1`, `float, default value 0.1`, `a, b, c`. */
export function sayPiece(piece: Piece): string {
  if (piece === undefined) return 'not there';
  if (piece === null) return 'none';
  if (typeof piece === 'string') return sayText(piece);
  if (Array.isArray(piece)) return shorten(piece.map(sayMember).join(', ')) || 'none';
  if (typeof piece !== 'object') return String(piece);
  return shorten(Object.entries(piece).flatMap(sayEntry).join(', ')) || 'empty';
}

/** Names stand elsewhere, and what is empty goes without saying. */
function sayEntry([key, value]: readonly [string, Piece]): string[] {
  if (NAMES.includes(key) || value === '' || (Array.isArray(value) && value.length === 0)) return [];
  const isSource = key === 'contents' && typeof value === 'string';
  return [
    `${WORDS[key] ?? sayKey(key)} ${isSource ? sayMany(countLinesOf(value), 'line') : sayPiece(value)}`,
  ];
}

function sayText(text: string): string {
  if (text === '') return 'empty';
  const lines = countLinesOf(text);
  return lines > 1 ? sayMany(lines, 'line') : shorten(text.trimEnd());
}

export function countLinesOf(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function sayMember(piece: Piece): string {
  if (typeof piece !== 'object' || piece === null || Array.isArray(piece)) return sayPiece(piece);
  const record = piece as Readonly<Record<string, Piece>>;
  const key = NAMES.find((name) => typeof record[name] === 'string');
  return key ? String(record[key]) : JSON.stringify(piece);
}

/** `defaultValue` is `default value`. */
function sayKey(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** A pin in words: `snapshot 3`, or `not pinned`. */
export function sayPin(pin: { readonly number: number } | null): string {
  return pin ? `snapshot ${pin.number}` : 'not pinned';
}

/** Short texts are shown as values, longer ones line by line. */
export function isLong(change: ContentChange): boolean {
  const long = (text: string) => countLinesOf(text) > 1 || text.length > LONGEST;
  return change.form === 'text' && (change.language !== 'prose' || long(change.before) || long(change.after));
}

export type ChangeWord = 'added' | 'removed' | 'renamed' | 'changed' | 'moved';

/** The word for what happened to it. */
export function wordOf(change: ContentChange): ChangeWord {
  if (change.form === 'pin')
    return change.before === null ? 'added' : change.after === null ? 'removed' : 'changed';
  return change.form === 'value' || change.form === 'text' ? 'changed' : change.form;
}

/** Both sides in words; null where only one has something to tell. */
export function saySides(change: ContentChange): {
  readonly before: string | null;
  readonly after: string | null;
} {
  if (change.form === 'pin')
    return { before: change.before && sayPin(change.before), after: change.after && sayPin(change.after) };
  if (change.form === 'moved') return { before: `place ${change.before}`, after: `place ${change.after}` };
  const side = (piece: Piece) => (piece === undefined ? null : sayPiece(piece));
  return { before: side(change.before), after: side(change.after) };
}

/** `3 added, 1 removed` lines; `1 line added`. */
export function sayLines({ added, removed }: { readonly added: number; readonly removed: number }): string {
  const words = [
    added && `${sayMany(added, 'line')} added`,
    removed && (added ? `${removed} removed` : `${sayMany(removed, 'line')} removed`),
  ].filter(Boolean);
  return words.join(', ') || 'line breaks changed';
}

/** The source of a file that came or went; null for everything else. */
export function sourceOf(change: ContentChange): string | null {
  if (change.form !== 'added' && change.form !== 'removed') return null;
  const piece = change.after ?? change.before;
  const isRecord = typeof piece === 'object' && piece !== null && !Array.isArray(piece);
  const source = isRecord ? (piece as Readonly<Record<string, Piece>>)['contents'] : null;
  return typeof source === 'string' && source !== '' ? source : null;
}
