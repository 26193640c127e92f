/** Why an edit cannot be done: a reason to act on, and a sentence to show. */

/** Why an edit was refused. */
export type RefusalReason =
  /** The text is no YAML, or holds something else than steps or artifacts. */
  | 'unreadable'
  | 'no-such-step'
  | 'no-such-argument'
  | 'no-such-input'
  | 'no-such-output'
  | 'no-such-dependency'
  | 'no-such-artifact'
  | 'no-such-parameter'
  | 'name-taken'
  | 'name-not-allowed'
  /** The step calls no task, or in a form that is none. */
  | 'no-call'
  /** Arguments by position cannot be told from each other without the task's inputs. */
  | 'positions'
  | 'unsuitable-value'
  | 'cycle'
  | 'aliases'
  | 'repeated-key'
  | 'comments'
  /** No way of writing was found that means what is wanted and leaves everything else as it is. */
  | 'unsure';

/** An edit that cannot be done; data, never thrown. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly reason: RefusalReason;
  /** One sentence, for the author. */
  readonly sentence: string;
}

/** A refusal in words of its own. */
export function refuse(reason: RefusalReason, sentence: string): Refusal {
  return { kind: 'refusal', reason, sentence };
}

/** Refusals that have to do with how the text is written, not with what is wanted. */
export type TextReason = 'aliases' | 'repeated-key' | 'comments' | 'unsure' | 'unsuitable-value';

const TEXT_SENTENCES: Readonly<Record<TextReason, string>> = {
  aliases: 'Anchors, aliases or merge keys tie this place to others; edit the text by hand.',
  'repeated-key': 'A key is given twice here; remove one of the two first.',
  comments: 'There are comments that would be lost; edit the text by hand.',
  unsure: 'This text is written in a way that cannot be edited from here; edit it by hand.',
  'unsuitable-value': 'YAML has no way to write this value.',
};

/** A refusal for how the text is written. */
export function refuseText(reason: TextReason): Refusal {
  return refuse(reason, TEXT_SENTENCES[reason]);
}
