/** What differs between two contents of one noun, in the order in which a person reads them. */
import { countLines } from '#core/text/lines.ts';
import { alignMembers, membersOf, movedPairs, type Pair } from './align.ts';
import { ANATOMY, type ListShape, type RecordShape, type Shape, type TextLanguage } from './anatomy.ts';
import type { ContentOf, Pin, ResourceKind } from './content.ts';
import { idOf, labelOf, placeIn, ROOT, type NameOf, type Place, type Told } from './place.ts';
import { pieceAt, pieceOf, samePiece, unfold, type Piece } from './unfold.ts';

/** A field with another value. */
export interface ValueChange extends Told {
  readonly form: 'value';
  readonly before: Piece;
  readonly after: Piece;
}

/** A longer text; how many lines were added and removed in it. */
export interface TextChange extends Told {
  readonly form: 'text';
  readonly language: TextLanguage;
  readonly before: string;
  readonly after: string;
  readonly added: number;
  readonly removed: number;
}

/** A pin that was added, removed, or fixes another snapshot; null on the side that has none. */
export interface PinChange extends Told {
  readonly form: 'pin';
  readonly before: Pin | null;
  readonly after: Pin | null;
}

/** A member of a list, or a field of a mapping, that only one side has; undefined on the other. */
export interface MemberChange extends Told {
  readonly form: 'added' | 'removed';
  readonly before: Piece;
  readonly after: Piece;
}

/** A member with another name and otherwise equal. The path has its new name. */
export interface Renaming extends Told {
  readonly form: 'renamed';
  readonly before: string;
  readonly after: string;
}

/** A member at another place among those that both sides have; places count from 1 in the whole list. */
export interface Move extends Told {
  readonly form: 'moved';
  readonly before: number;
  readonly after: number;
}

export type ContentChange = ValueChange | TextChange | PinChange | MemberChange | Renaming | Move;

/**
 * The changes that lead from one content to the other, none for equal ones. Members of lists are matched by name, number or
 * resource; a type's structure is compared part by part as far as its form is the same.
 */
export function compareContent<K extends ResourceKind>(
  kind: K,
  before: ContentOf[K],
  after: ContentOf[K],
  nameOf: NameOf = () => null,
): readonly ContentChange[] {
  const comparison = new Comparison(nameOf);
  comparison.compare(ANATOMY[kind], pieceOf(before), pieceOf(after), ROOT);
  return comparison.changes;
}

class Comparison {
  readonly changes: ContentChange[] = [];
  readonly #nameOf: NameOf;

  constructor(nameOf: NameOf) {
    this.#nameOf = nameOf;
  }

  compare(shape: Shape, before: Piece, after: Piece, place: Place): void {
    if (samePiece(before, after)) return;
    if (shape.is === 'list') this.#compareLists(shape, before, after, place);
    else if (shape.is === 'record' || shape.is === 'structure') {
      const opened = unfold(shape, [before, after]);
      if (opened) this.#compareFields(opened, before, after, place);
      else this.#tellValues(before, after, place);
    } else if (shape.is === 'text' && typeof before === 'string' && typeof after === 'string')
      this.#tellTexts(shape.language, before, after, place);
    else if (shape.is === 'pin') this.#tellPins(before, after, place);
    else this.#tellValues(before, after, place);
  }

  #compareFields({ fields }: RecordShape, before: Piece, after: Piece, place: Place): void {
    for (const { key, label, shape } of fields)
      this.compare(shape, pieceAt(before, key), pieceAt(after, key), placeIn(place, key, label));
  }

  #compareLists(shape: ListShape, before: Piece, after: Piece, place: Place): void {
    const [old, now] = [membersOf(shape, before), membersOf(shape, after)];
    const pairs = alignMembers(shape, old, now);
    const moved = movedPairs(old, pairs);
    for (const pair of pairs) {
      const at = this.#placeOf(shape, pair, place);
      this.#compareMembers(shape, pair, at);
      if (moved.has(pair)) this.#tellMove(old.indexOf(pair.before!) + 1, now.indexOf(pair.after!) + 1, at);
    }
  }

  #placeOf(shape: ListShape, { before, after }: Pair, place: Place): Place {
    const member = after ?? before!;
    return placeIn(place, member.id, labelOf(shape, member, this.#nameOf));
  }

  #compareMembers({ member: shape }: ListShape, { before, after }: Pair, place: Place): void {
    if (shape.is === 'pin') this.compare(shape, before?.value, after?.value, place);
    else if (!before || !after) this.#tellMember(before?.value, after?.value, place);
    else if (before.name !== after.name)
      this.changes.push({ ...this.#at(place), form: 'renamed', before: before.name, after: after.name });
    else this.compare(shape, before.value, after.value, place);
  }

  #tellValues(before: Piece, after: Piece, place: Place): void {
    if (before === undefined || after === undefined) this.#tellMember(before, after, place);
    else this.changes.push({ ...this.#at(place), form: 'value', before, after });
  }

  #tellMember(before: Piece, after: Piece, place: Place): void {
    this.changes.push({
      ...this.#at(place),
      form: before === undefined ? 'added' : 'removed',
      before,
      after,
    });
  }

  #tellTexts(language: TextLanguage, before: string, after: string, place: Place): void {
    const lines = countLines(before, after);
    this.changes.push({ ...this.#at(place), form: 'text', language, before, after, ...lines });
  }

  #tellPins(before: Piece, after: Piece, place: Place): void {
    const pin = (piece: Piece) => (piece === undefined ? null : (piece as unknown as Pin));
    this.changes.push({ ...this.#at(place), form: 'pin', before: pin(before), after: pin(after) });
  }

  #tellMove(before: number, after: number, place: Place): void {
    this.changes.push({ path: place.path, id: idOf(place, 'moved'), form: 'moved', before, after });
  }

  #at(place: Place): Told {
    return { path: place.path, id: idOf(place) };
  }
}
