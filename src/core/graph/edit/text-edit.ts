/** An edit of one text: the changes that make it say something else, tried out before they are handed over. */
import type { MapNode, Node } from '#core/graph/node.ts';
import { map } from '#core/graph/node.ts';
import { hasErrors } from '#core/issues.ts';
import { applyChanges, orderChanges, type Change } from './change.ts';
import { GraphText } from './graph-text.ts';
import { Reconciler, type Manner } from './reconcile.ts';
import { refuse, refuseText, type Refusal, type TextReason } from './refusal.ts';
import { sameNode } from './same.ts';

export interface TextEdit {
  readonly kind: 'text edit';
  readonly changes: readonly Change[];
  /** The text with the changes made. */
  readonly after: GraphText;
}

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
  if (sameNode(entriesOf(before.root), intended)) return { kind: 'text edit', changes: [], after: before };
  let fault: TextReason | null = null;
  for (const manner of MANNERS) {
    if (!manner.keepsAliases && !hasAnchors(before)) continue;
    const reconciler = new Reconciler(before.shape, manner);
    reconciler.reconcile(before.root, intended);
    fault ??= reconciler.fault;
    const changes = reconciler.fault ? null : orderChanges(before.text, reconciler.changes);
    const after = changes && new GraphText(applyChanges(before.text, changes), before.document);
    if (changes && after && says(after, intended, before)) return { kind: 'text edit', changes, after };
  }
  return refuseText(explain(before, fault));
}

/** The root as a mapping; a text that says nothing has no entries. */
export function entriesOf(root: Node): MapNode {
  return root.kind === 'map' ? root : map([]);
}

function says({ root, issues }: GraphText, intended: MapNode, before: GraphText): boolean {
  return !hasErrors(issues) && issues.length <= before.issues.length && sameNode(entriesOf(root), intended);
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
