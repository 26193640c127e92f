/** What the page of a family needs of one that may still run. */
import type { FamilyProgress } from '#core/family/progress.ts';
import type { FamilyRecord } from '#core/family/record.ts';
import type { FamilyTable } from '#core/family/table.ts';
import type { Tag, TagColour } from '#core/resources/tag.ts';
import type { ExportedFile } from '#ui/resource/exporting.ts';

/** `undefined` is still loading, `null` is that there is none. */
export interface LiveFamilyFace {
  readonly record: FamilyRecord | null | undefined;
  readonly table: FamilyTable | undefined;
  /** All tags there are. */
  readonly tags: readonly Tag[];
  progress(now: number): FamilyProgress;
  describe(said: { readonly name?: string; readonly description?: string }): Promise<unknown>;
  setTag(tag: string, on: boolean): Promise<unknown>;
  createTag(name: string, colour: TagColour): Promise<Tag | null>;
  remove(): Promise<unknown>;
  takeBack(): Promise<unknown>;
  cancel(): Promise<unknown>;
  again(which: 'failed' | 'all'): Promise<unknown>;
  export(): Promise<ExportedFile>;
}
