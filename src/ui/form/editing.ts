/** A resource that is edited, as a form or an editor sees it: what stands there, what is wrong with it, and how it is changed. */
import type { FieldFault } from '#core/resources/check-content.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import type { Versioned } from '#core/resources/snapshot.ts';

export interface FormProps<K extends ResourceKind> {
  readonly content: ContentOf[K];
  readonly faults: readonly FieldFault[];
  /** Changes of one gesture in quick succession are undone together. */
  readonly onchange: (part: Partial<ContentOf[K]>, gesture?: string) => void;
}

export interface EditingFace<K extends ResourceKind> {
  readonly kind: K;
  /** Undefined while it is read, null where there is no such resource. */
  readonly content: ContentOf[K] | null | undefined;
  /** The latest snapshot; null for a new resource. */
  readonly saved: Versioned<K> | null | undefined;
  readonly dirty: boolean;
  readonly builtIn: boolean;
  readonly faults: readonly FieldFault[];
  /** Why what is typed could not be kept or saved. */
  readonly refusal: { readonly message: string; readonly remedy: string } | null;
  /** What was saved elsewhere since the draft began. */
  readonly theirs: { readonly base: Versioned<K> | null; readonly latest: Versioned<K> } | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  change(part: Partial<ContentOf[K]>, gesture?: string | null): void;
  undo(): void;
  redo(): void;
  merge(content: ContentOf[K]): unknown;
}
