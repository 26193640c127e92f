/** Completion as the editor takes it: each choice with the import that it would need, ready to be put in. */
import type { SourceOptions } from '#core/plugin/completion.ts';
import type { PluginFile } from '#core/resources/content.ts';
import { completeSource } from './complete.ts';
import type { Library } from './completion.ts';
import { importEdit } from './import-edit.ts';

/** The same as `completeSource`, for an editor that knows nothing of modules. */
export function offerCompletions(
  filename: string,
  text: string,
  offset: number,
  files: readonly Pick<PluginFile, 'filename' | 'contents'>[],
  library: Library,
): SourceOptions | null {
  const found = completeSource(filename, text, offset, files, library);
  if (!found) return null;
  const options = found.options.map(({ needs, ...option }) => ({
    ...option,
    insertion: needs ? importEdit(text, option.label, needs) : null,
  }));
  return { from: found.from, to: found.to, options };
}
