/** An edit of one text: the changes that make it say something else, tried out before they are handed over. */
import type { MapNode, Node } from '#core/graph/node.ts';
import { map } from '#core/graph/node.ts';
import { hasErrors } from '#core/issues.ts';
import { applyChanges, orderChanges, type Change } from './change.ts';
import { GraphText } from './graph-text.ts';
import { checkPieces, type Piece } from './local-check.ts';
import { Reconciler, type Manner } from './reconcile.ts';
import { refuse, refuseText, type Refusal, type TextReason } from './refusal.ts';
import { sameNode } from './same.ts';

/** Changes that were tried out. */
export interface TextEdit {
  readonly kind: 'text edit';
  readonly changes: readonly Change[];
  /** The text with the changes made. */
  readonly after: GraphText;
  /** What changed, as it is read again; of a long text only the pieces with changes. */
  readonly pieces: readonly Piece[];
}

/** A text that is longer is not read again as a whole where the pieces that changed will do. */
const LONG = 20_000;

/** From the most careful way of writing to the least. */
const MANNERS: readonly Manner[] = [
  { keepsAliases: true, copies: true },
  { keepsAliases: false, copies: true },
  { keepsAliases: true, copies: false },
  { keepsAliases: false, copies: false },
];

/**
 * Makes the text say what is intended, with as little change as can be. What comes of it is read and compared, so that the
 * edit is either exactly what is wanted or refused.
 */
export function editText(before: GraphText, intended: MapNode): TextEdit | Refusal {
  const unreadable = refuseUnreadable(before);
  if (unreadable) return unreadable;
  if (sameNode(entriesOf(before.root), intended)) return keepText(before);
  let fault: TextReason | null = null;
  for (const manner of MANNERS) {
    if (!manner.keepsAliases && !hasAnchors(before)) continue;
    const reconciler = new Reconciler(before.shape, manner);
    reconciler.reconcile(before.root, intended);
    fault ??= reconciler.fault;
    const changes = reconciler.fault ? null : orderChanges(before.text, reconciler.changes);
    const edit = changes && tryOut(before, changes, intended);
    if (edit) return edit;
  }
  return refuseText(explain(before, fault));
}

/** The root as a mapping; a text that says nothing has no entries. */
export function entriesOf(root: Node): MapNode {
  return root.kind === 'map' ? root : map([]);
}

/** The edit that changes nothing. */
export function keepText(text: GraphText): TextEdit {
  return { kind: 'text edit', changes: [], after: text, pieces: [{ root: entriesOf(text.root), start: 0 }] };
}

/** The edit if the text then says what is intended, and nothing new is wrong with it. */
function tryOut(before: GraphText, changes: readonly Change[], intended: MapNode): TextEdit | null {
  const after = new GraphText(applyChanges(before.text, changes), before.document);
  const isLong = before.text.length > LONG;
  const root = entriesOf(before.root);
  const pieces = isLong ? checkPieces({ text: before.text, root }, after.text, changes, intended) : null;
  if (pieces) return { kind: 'text edit', changes, after, pieces };
  const says =
    !hasErrors(after.issues) &&
    after.issues.length <= before.issues.length &&
    sameNode(entriesOf(after.root), intended);
  return says ? { ...keepText(after), changes } : null;
}

/** Why nothing can be done with a text as it is; null where it can be read. */
export function refuseUnreadable({ document, issues, root, isReadable }: GraphText): Refusal | null {
  if (isReadable) return null;
  const sentence = hasErrors(issues)
    ? `The ${document} cannot be read as YAML; mend it first.`
    : `The ${document} is a ${root.kind === 'list' ? 'list' : 'single value'} where a mapping is needed.`;
  return refuse('unreadable', sentence);
}

function hasAnchors({ text }: GraphText): boolean {
  return /[&*]/.test(text);
}

function explain(before: GraphText, fault: TextReason | null): TextReason {
  if (fault && fault !== 'aliases') return fault;
  if (before.issues.some(({ code }) => code === 'yaml-duplicate-key')) return 'repeated-key';
  return /(?:^|[\s,[{])[&*]\w/.test(before.text) ? 'aliases' : 'unsure';
}
