/** Whether a task can run here, and from which file: some may be registered on a Python file and written in TypeScript too. */
import { runKey, type Runnable, type Runs } from '#core/plugin/study.ts';
import type { ArtifactTask, FunctionTask, PluginFile } from '#core/resources/content.ts';
import type { Files } from './check-links.ts';
import { checkTask } from './check-registration.ts';
import { isModule, readFile } from './read-file.ts';
import { sourceIssue } from './source-issue.ts';

/** Tells of tasks of a plugin where they run; its files are parsed once. */
export function findRunnable(
  files: readonly PluginFile[],
): (task: FunctionTask | ArtifactTask, registeredIn: string) => Runnable {
  const read = readFiles(files);
  return (task, registeredIn) => runnableIn(task, registeredIn, read);
}

/** Whether one task of a plugin can run here. */
export function runnableHere(
  files: readonly PluginFile[],
  task: FunctionTask | ArtifactTask,
  registeredIn: string,
): Runnable {
  return findRunnable(files)(task, registeredIn);
}

/** Where each registered task of a plugin runs; `read` are those of its files that could be read. */
export function listRunnable(files: readonly PluginFile[], read: Files = readFiles(files)): Runs {
  return new Map(
    files.flatMap((file) =>
      [...file.functions, ...file.artifacts].map((task) => [
        runKey(file.filename, task.name),
        runnableIn(task, file.filename, read),
      ]),
    ),
  );
}

function readFiles(files: readonly PluginFile[]): Files {
  return new Map(
    files
      .filter(({ filename }) => isModule(filename))
      .flatMap((file) => {
        const found = readFile(file).file;
        return found ? [[found.name, found] as const] : [];
      }),
  );
}

/** The file that registers it is looked at first, then any other. */
function runnableIn(task: FunctionTask | ArtifactTask, registeredIn: string, files: Files): Runnable {
  const order = [...files.values()].toSorted(
    (a, b) => Number(b.name === registeredIn) - Number(a.name === registeredIn),
  );
  let nearest = [
    isModule(registeredIn)
      ? sourceIssue('task-missing', registeredIn, undefined, [task.name, registeredIn])
      : sourceIssue('file-not-run', registeredIn, undefined, [registeredIn]),
  ];
  for (const file of order) {
    const issues = checkTask(task, file, files);
    const errors = issues.filter(({ severity }) => severity === 'ERROR');
    if (errors.length === 0) return { file: file.name, issues: [] };
    if (errors.some(({ code }) => code !== 'task-missing')) nearest = errors;
  }
  return { file: null, issues: nearest };
}
