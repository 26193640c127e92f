/** Work in progress on the next snapshot of a resource, or on a new one: kept at once, and by no history. */
import type { ContentOf, Pin, ResourceKind } from './content.ts';

export interface Draft<K extends ResourceKind = ResourceKind> {
  readonly id: string;
  readonly kind: K;
  /** What it will be the next snapshot of; null for a resource that does not exist yet. A resource has one draft at most. */
  readonly resource: string | null;
  /** The snapshot that it began from; null for a new resource. */
  readonly base: Pin | null;
  /** As it was typed: of the right form, but names may be wrong or taken. */
  readonly content: ContentOf[K];
  readonly created: number;
  readonly modified: number;
}

/** Whether what it began from is no longer the latest, so that saving it would undo what was saved meanwhile. */
export function hasMovedOn(draft: Pick<Draft, 'base'>, latest: Pin | null): boolean {
  return draft.base !== null && draft.base.hash !== latest?.hash;
}
