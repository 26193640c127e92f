/** An import on top of a plugin that is there: it touches only the languages that it brings. */
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { ArtifactTask, FunctionTask, PluginFile } from '#core/resources/content.ts';

type Language = 'python' | 'script' | 'data';

/**
 * The files after the import. Python stays if the import brings none, and so do TypeScript and JavaScript; what else there is goes with the scripts. A task is
 * registered once in a plugin: where the import registers one that a kept file has, the import's stands; where both are the same, that of the
 * script, which can run.
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
    ...kept.map((file) =>
      without(file, brought, (equal, ofScript) => !equal || (ofScript && languageOf(file) !== 'script')),
    ),
    ...brought.map((file) =>
      without(file, kept, (equal, ofScript) => equal && (ofScript || languageOf(file) !== 'script')),
    ),
  ];
  return merged.toSorted((a, b) => (a.filename < b.filename ? -1 : 1));
}

/**
 * The files of a read-only plugin after an import without scripts: Python is added or replaced, and nothing else touched. A task that one of
 * its scripts registers stays theirs; `differing` names those that the import would have registered in another way.
 */
export function addPython(
  old: readonly PluginFile[],
  brought: readonly PluginFile[],
): { readonly files: readonly PluginFile[]; readonly differing: readonly string[] } {
  const kept = old.filter((file) => languageOf(file) !== 'python');
  const names = new Set(kept.map((file) => file.filename));
  const added = brought.filter((file) => !names.has(file.filename));
  const theirs = tasksByName(kept);
  const differing = [...tasksByName(added)].filter(
    ([name, task]) => theirs.has(name) && !sameTask(task, theirs.get(name)!),
  );
  const stays = (task: Task) => !theirs.has(task.name);
  const files = [
    ...kept,
    ...added.map((file) => ({
      ...file,
      functions: file.functions.filter(stays),
      artifacts: file.artifacts.filter(stays),
    })),
  ];
  return {
    files: files.toSorted((a, b) => (a.filename < b.filename ? -1 : 1)),
    differing: differing.map(([name]) => name),
  };
}

/** Whether any of the files is a script, which could run here. */
export function holdsScript(files: readonly PluginFile[]): boolean {
  return files.some((file) => languageOf(file) === 'script');
}

type Task = FunctionTask | ArtifactTask;

function tasksByName(files: readonly PluginFile[]): ReadonlyMap<string, Task> {
  const tasks = files.flatMap((file): readonly Task[] => [...file.functions, ...file.artifacts]);
  return new Map(tasks.map((task) => [task.name, task]));
}

function sameTask(a: Task, b: Task): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function languageOf({ filename }: PluginFile): Language {
  if (filename.endsWith('.py')) return 'python';
  return /\.m?[jt]s$/.test(filename) ? 'script' : 'data';
}

/** The file without those tasks that yield to a rival of the same name in the others. */
function without(
  file: PluginFile,
  others: readonly PluginFile[],
  yields: (equal: boolean, ofScript: boolean) => boolean,
): PluginFile {
  const rivals = tasksByName(others);
  const scripted = tasksByName(others.filter((other) => languageOf(other) === 'script'));
  const stays = (task: Task) => {
    const rival = rivals.get(task.name);
    return !rival || !yields(sameTask(rival, task), scripted.has(task.name));
  };
  return { ...file, functions: file.functions.filter(stays), artifacts: file.artifacts.filter(stays) };
}
