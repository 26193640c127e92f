/** Completion as the editor takes it: what fits what was typed, best first, each with the import that it would need. */
import type { SourceSuggestion } from '#core/plugin/completion.ts';
import type { PluginFile } from '#core/resources/content.ts';
import { completeSource } from './complete.ts';
import type { Library } from './completion.ts';
import { importEdit } from './import-edit.ts';

/** What `completeSource` finds, narrowed by the letters before the offset. */
export function offerCompletions(
  filename: string,
  text: string,
  offset: number,
  files: readonly Pick<PluginFile, 'filename' | 'contents'>[],
  library: Library,
): readonly SourceSuggestion[] {
  const found = completeSource(filename, text, offset, files, library);
  if (!found) return [];
  const { from, to, options } = found;
  const typed = text.slice(from, offset).toLowerCase();
  return options
    .filter(({ label }) => label.toLowerCase().includes(typed))
    .map((option) => ({ option, place: placeOf(option.label, typed) + option.rank }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ option: { label, kind, detail, info, needs } }) => {
      const needed = needs ? importEdit(text, label, needs) : null;
      const also = needed ? [{ from: needed.at, to: needed.at, insert: needed.insert }] : [];
      return { label, kind, detail, info, from, to, insert: label, also };
    });
}

/** More than any rank. */
const APART = 100;

/** What begins with the letters comes before what only holds them. */
function placeOf(label: string, typed: string): number {
  return label.toLowerCase().startsWith(typed) ? 0 : APART;
}
