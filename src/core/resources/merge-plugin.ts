/** An import on top of a plugin that is there: it touches only the languages that it brings. */
import type { PluginFile } from '#core/resources/content.ts';

type Language = 'python' | 'script' | 'data';

/**
 * The files after the import. Python stays if the import brings none, and so do TypeScript and JavaScript; JSON goes with the scripts. A task is
 * registered once in a plugin: where the import registers one that a kept file has, the import's stands, unless both are the same.
 */
export function mergePluginFiles(
  old: readonly PluginFile[],
  brought: readonly PluginFile[],
): readonly PluginFile[] {
  const languages = new Set(brought.map(languageOf));
  const names = new Set(brought.map((file) => file.filename));
  const touched = (file: PluginFile) =>
    names.has(file.filename) ||
    languages.has(languageOf(file)) ||
    (languageOf(file) === 'data' && languages.has('script'));
  const kept = old.filter((file) => !touched(file));
  const merged = [
    ...kept.map((file) => without(file, brought, false)),
    ...brought.map((file) => without(file, kept, true)),
  ];
  return merged.toSorted((a, b) => (a.filename < b.filename ? -1 : 1));
}

function languageOf({ filename }: PluginFile): Language {
  return filename.endsWith('.py') ? 'python' : filename.endsWith('.json') ? 'data' : 'script';
}

/** The file without the tasks that the others register: in the same way (`equal`), or in another. */
function without(file: PluginFile, others: readonly PluginFile[], equal: boolean): PluginFile {
  const rivals = new Map(
    others.flatMap((other) => [...other.functions, ...other.artifacts]).map((task) => [task.name, task]),
  );
  const stays = (task: { readonly name: string }) => {
    const rival = rivals.get(task.name);
    return rival === undefined || (JSON.stringify(rival) === JSON.stringify(task)) !== equal;
  };
  return { ...file, functions: file.functions.filter(stays), artifacts: file.artifacts.filter(stays) };
}
