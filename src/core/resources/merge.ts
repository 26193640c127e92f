/** Three contents of one noun, where two were made from one: what each changed, part by part, and the content that a choice of parts gives. */
import { invariant } from '#core/invariant.ts';
import { mergeLines, statusOf, type LineChunk, type MergeStatus } from '#core/text/merge-lines.ts';
import { alignThree, type Row } from './align-three.ts';
import { membersOf, type Member } from './align.ts';
import { ANATOMY, type ListShape, type RecordShape, type Shape, type TextLanguage } from './anatomy.ts';
import type { ContentOf, ResourceKind } from './content.ts';
import { arrange, compareOrders, type Orders, type Side } from './merge-order.ts';
import { idOf, labelOf, placeIn, ROOT, type NameOf, type Place, type Told } from './place.ts';
import { gather, pieceOf, pieceOfField, samePiece, unfold, type Piece } from './unfold.ts';

export type { Side } from './merge-order.ts';

/** Something that was changed on one side or on both, as all three have it; undefined where a side lacks it. */
export interface MergePart extends Told {
  /** `member`: a whole member of a list or mapping that not every side has. `order`: the names of a list's members, in order. */
  readonly form: 'value' | 'text' | 'pin' | 'member' | 'order';
  /** Of texts. */
  readonly language: TextLanguage | null;
  /** `both`: changed to the same. `conflict`: changed to something else on each side. */
  readonly status: Exclude<MergeStatus, 'same'>;
  readonly base: Piece;
  readonly mine: Piece;
  readonly theirs: Piece;
}

/** From the id of a part to the side whose version is taken. */
export type Choices = Readonly<Record<string, Side>>;

type Tree =
  | { readonly is: 'kept'; readonly piece: Piece }
  | { readonly is: 'part'; readonly part: MergePart }
  | { readonly is: 'text'; readonly chunks: readonly (string | MergePart)[] }
  | {
      readonly is: 'record';
      readonly shape: RecordShape;
      readonly trees: readonly (readonly [string, Tree])[];
    }
  | {
      readonly is: 'list';
      readonly orders: Orders;
      readonly order: MergePart | null;
      readonly trees: ReadonlyMap<string, Tree>;
    };

/** What differs between three contents, and how the rest fits around it. */
export interface Merge<K extends ResourceKind = ResourceKind> {
  readonly kind: K;
  /** In the order in which a person reads them. */
  readonly parts: readonly MergePart[];
  readonly tree: Tree;
}

/** Splits three contents into what is the same and the parts that are not; texts are split between lines. */
export function mergeContent<K extends ResourceKind>(
  kind: K,
  base: ContentOf[K],
  mine: ContentOf[K],
  theirs: ContentOf[K],
  nameOf: NameOf = () => null,
): Merge<K> {
  const merging = new Merging(nameOf);
  const tree = merging.merge(ANATOMY[kind], [pieceOf(base), pieceOf(mine), pieceOf(theirs)], ROOT);
  return { kind, parts: merging.parts, tree };
}

/** The side that a part is taken from: the chosen one, else the one that changed it; null for a conflict that waits for a choice. */
export function sideOf({ id, status }: MergePart, choices: Choices = {}): Side | null {
  return (
    (Object.hasOwn(choices, id) ? choices[id] : null) ??
    (status === 'conflict' ? null : status === 'both' ? 'mine' : status)
  );
}

/** One side for every part. */
export function chooseAll({ parts }: Merge, side: Side): Choices {
  return Object.fromEntries(parts.map(({ id }) => [id, side]));
}

/** The content that the choices give; null while a conflict waits for one. It is of the right form, but its names may be wrong or given twice. */
export function applyMerge<K extends ResourceKind>(
  merge: Merge<K>,
  choices: Choices = {},
): ContentOf[K] | null {
  if (merge.parts.some((part) => sideOf(part, choices) === null)) return null;
  return build(merge.tree, choices) as unknown as ContentOf[K];
}

function build(tree: Tree, choices: Choices): Piece {
  switch (tree.is) {
    case 'kept':
      return tree.piece;
    case 'part':
      return take(tree.part, choices);
    case 'text':
      return tree.chunks.map((chunk) => (typeof chunk === 'string' ? chunk : take(chunk, choices))).join('');
    case 'record':
      return gather(
        tree.shape,
        tree.trees.map(([key, inner]) => [key, build(inner, choices)]),
      );
    case 'list': {
      const ids = arrange(tree.orders, tree.order ? sideTaken(tree.order, choices) : 'mine');
      return ids.map((id) => build(tree.trees.get(id)!, choices)).filter((piece) => piece !== undefined);
    }
  }
}

function take(part: MergePart, choices: Choices): Piece {
  return part[sideTaken(part, choices)];
}

function sideTaken(part: MergePart, choices: Choices): Side {
  const side = sideOf(part, choices);
  invariant(side, `A conflict at ${part.id} was applied without a choice.`);
  return side;
}

type Three = readonly [base: Piece, mine: Piece, theirs: Piece];

class Merging {
  readonly parts: MergePart[] = [];
  readonly #nameOf: NameOf;

  constructor(nameOf: NameOf) {
    this.#nameOf = nameOf;
  }

  merge(shape: Shape, three: Three, place: Place): Tree {
    const [base, mine, theirs] = three;
    if (samePiece(base, mine) && samePiece(base, theirs)) return { is: 'kept', piece: base };
    if (shape.is === 'list' && three.every(Array.isArray)) return this.#mergeLists(shape, three, place);
    if (shape.is === 'record' || shape.is === 'structure') {
      const opened = unfold(shape, three);
      if (opened) return this.#mergeFields(opened, three, place);
    }
    if (shape.is === 'text' && three.every((piece) => typeof piece === 'string'))
      return this.#mergeTexts(shape.language, three as readonly [string, string, string], place);
    const form = shape.is === 'pin' ? 'pin' : three.includes(undefined) ? 'member' : 'value';
    return this.#part(form, three, place);
  }

  #mergeFields(shape: RecordShape, [base, mine, theirs]: Three, place: Place): Tree {
    const trees = shape.fields.map((field) => {
      const pieces = [
        pieceOfField(base, field),
        pieceOfField(mine, field),
        pieceOfField(theirs, field),
      ] as const;
      return [field.key, this.merge(field.shape, pieces, placeIn(place, field.key, field.label))] as const;
    });
    return { is: 'record', shape, trees };
  }

  #mergeLists(shape: ListShape, three: Three, place: Place): Tree {
    const [base, mine, theirs] = three.map((list) => membersOf(shape, list));
    const rows = alignThree(shape, base!, mine!, theirs!);
    const trees = new Map(rows.map((row) => [row.id, this.#mergeRow(shape, row, place)]));
    const orders = {
      base: idsOf(rows, 'base', base!),
      mine: idsOf(rows, 'mine', mine!),
      theirs: idsOf(rows, 'theirs', theirs!),
    };
    return { is: 'list', orders, order: this.#mergeOrder(rows, orders, place), trees };
  }

  #mergeRow(shape: ListShape, row: Row, place: Place): Tree {
    const label = labelOf(shape, row.base ?? row.mine ?? row.theirs!, this.#nameOf);
    const three = [row.base?.value, row.mine?.value, row.theirs?.value] as const;
    return this.merge(shape.member, three, placeIn(place, row.id, label));
  }

  #mergeOrder(rows: readonly Row[], orders: Orders, place: Place): MergePart | null {
    const status = compareOrders(orders);
    if (status === 'same') return null;
    const names = (side: Side) =>
      orders[side].map((id) => rows.find((row) => row.id === id)![side]!).map(({ name }) => name);
    const three = [names('base'), names('mine'), names('theirs')] as const;
    const path = place.path.length === 0 ? ['Order'] : [...place.path, 'order'];
    return this.#tell({ id: idOf(place, 'order', ''), path }, 'order', status, three);
  }

  #mergeTexts(language: TextLanguage, three: readonly [string, string, string], place: Place): Tree {
    const chunks = mergeLines(...three);
    const several = chunks.length > 1;
    const pieces = chunks.map((chunk, index) => {
      if (chunk.status === 'same') return chunk.base;
      const path = several ? [...place.path, `line ${chunk.line}`] : place.path;
      return this.#tell(
        { id: idOf(place, 'chunk', String(index)), path },
        'text',
        chunk.status,
        threeOf(chunk),
        language,
      );
    });
    return { is: 'text', chunks: pieces };
  }

  #part(form: MergePart['form'], three: Three, place: Place): Tree {
    const [base, mine, theirs] = three;
    const status = statusOf(samePiece(base, mine), samePiece(base, theirs), samePiece(mine, theirs));
    invariant(status !== 'same', 'Equal pieces are no part.');
    return { is: 'part', part: this.#tell({ id: idOf(place), path: place.path }, form, status, three) };
  }

  #tell(
    told: Told,
    form: MergePart['form'],
    status: MergePart['status'],
    [base, mine, theirs]: Three,
    language: TextLanguage | null = null,
  ): MergePart {
    const part = { ...told, form, language, status, base, mine, theirs };
    this.parts.push(part);
    return part;
  }
}

function threeOf({ base, mine, theirs }: LineChunk): Three {
  return [base, mine, theirs];
}

/** A side's members in its order, by the ids of their rows. */
function idsOf(rows: readonly Row[], side: Side, members: readonly Member[]): readonly string[] {
  const ids = new Map(rows.map((row) => [row[side], row.id]));
  return members.map((member) => ids.get(member)!);
}
