/** Whether a task can run here, and from which file: some may be registered on a Python file and written in TypeScript too. */
import type { Issue } from '#core/issues.ts';
import type { ArtifactTask, FunctionTask, PluginFile } from '#core/resources/content.ts';
import type { Files } from './check-links.ts';
import { checkTask } from './check-registration.ts';
import { isModule, readFile } from './read-file.ts';
import { sourceIssue } from './source-issue.ts';

export interface Runnable {
  /** The TypeScript or JavaScript file that exports the task with its registered inputs; null: it cannot run here. */
  readonly file: string | null;
  /** Why it cannot run; empty where it can. */
  readonly issues: readonly Issue[];
}

/** Tells of tasks of a plugin where they run; its files are parsed once. */
export function findRunnable(
  files: readonly PluginFile[],
): (task: FunctionTask | ArtifactTask, registeredIn: string) => Runnable {
  const read: Files = new Map(
    files
      .filter(({ filename }) => isModule(filename))
      .flatMap((file) => {
        const found = readFile(file).file;
        return found ? [[found.name, found] as const] : [];
      }),
  );
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

/** The file that registers it is looked at first, then any other. */
function runnableIn(task: FunctionTask | ArtifactTask, registeredIn: string, files: Files): Runnable {
  const order = [...files.values()].toSorted(
    (a, b) => Number(b.name === registeredIn) - Number(a.name === registeredIn),
  );
  let nearest: readonly Issue[] = [
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
