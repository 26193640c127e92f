/** What the export sheet works with. */
import type { Issue } from '#core/issues.ts';
import type { LineNoun } from '#core/search/line.ts';

/** The form that things go out in. */
export type ExportForm = 'files' | 'bundle';

/** A file to be saved; null where an ERROR stands among the issues. */
export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob | null;
  readonly issues: readonly Issue[];
}

export const FORMS: readonly { readonly value: ExportForm; readonly name: string; readonly says: string }[] =
  [
    {
      value: 'files',
      name: 'Resource file',
      says: 'A .zip with a resource file (.toml), sources and graphs, each as it is pinned, in the form that Dioptra has.',
    },
    {
      value: 'bundle',
      name: 'Bundle',
      says: 'One .alidade file with the whole history of it and of all that it pins, jobs and artifacts too where they belong to it. Only Alidade reads it.',
    },
  ];

/** What a resource file can hold. */
const HELD: ReadonlySet<LineNoun> = new Set(['plugin', 'type', 'entrypoint', 'experiment']);

/** The forms that can hold records of a noun. */
export function formsOf(noun: LineNoun): readonly ExportForm[] {
  return HELD.has(noun) ? ['files', 'bundle'] : ['bundle'];
}
