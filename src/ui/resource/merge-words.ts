/** The parts of a merge in words. */
import { sideOf, type Choices, type MergePart, type Side } from '#core/resources/merge.ts';
import { countLinesOf, sayPiece, sayPin } from './change-words.ts';

export const SIDES = ['base', 'mine', 'theirs'] as const satisfies readonly Side[];

/** What one side has: a text to be shown as it is, or a value in words. `absent`: that side has nothing there. */
export interface ShownSide {
  readonly form: 'text' | 'words' | 'absent';
  readonly text: string;
}

export function showSide(part: MergePart, side: Side): ShownSide {
  const piece = part[side];
  if (piece === undefined) return { form: 'absent', text: 'not there' };
  if (part.form === 'text' && typeof piece === 'string') {
    const isCode = part.language !== 'prose' || countLinesOf(piece) > 1;
    if (piece === '') return { form: 'absent', text: part.language === 'prose' ? 'empty' : 'no such lines' };
    return { form: isCode ? 'text' : 'words', text: piece.replace(/\n$/, '') };
  }
  if (part.form === 'pin')
    return { form: 'words', text: sayPin(piece as unknown as { readonly number: number }) };
  return { form: 'words', text: sayPiece(piece) };
}

/** Who changed it: `changed on both sides`, `changed in your draft`. */
export function sayStatus({ status }: MergePart, captions: Readonly<Record<Side, string>>): string {
  if (status === 'conflict') return 'changed on both sides';
  return status === 'both' ? 'changed to the same on both sides' : `changed in ${captions[status]}`;
}

/** The parts that wait for a choice. */
export function waiting(parts: readonly MergePart[], choices: Choices): readonly MergePart[] {
  return parts.filter((part) => sideOf(part, choices) === null);
}
