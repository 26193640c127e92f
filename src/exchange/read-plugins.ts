/** Plugins of a resource file: a folder each, its files as they lie there, its tasks registered to them. */
import type { FunctionTask, PluginFile, TaskInput, TaskOutput } from '#core/resources/content.ts';
import { isFilename } from '#core/resources/names.ts';
import type { PluginDraft } from '#core/resources/import-plan.ts';
import type { OutputTable, PluginTable, TaskTable } from './grammar.ts';
import type { Reading } from './reading.ts';
import { decodeText, faultOf, isHidden, plainPath, shown } from './intake.ts';
import { checkIdentifier, checkUnique } from './names.ts';
import type { Path } from './toml-places.ts';

/** What a plugin is made of; everything else in its folder is left alone. */
const KINDS = ['py', 'ts', 'js', 'json'];

export function readPlugins(reading: Reading): readonly PluginDraft[] {
  const plugins = (reading.document.plugins ?? []).map((table, i) =>
    readPlugin(table, ['plugins', i], reading),
  );
  checkUnique(plugins, 'plugin', ['plugins'], reading.report);
  return plugins;
}

function readPlugin(table: PluginTable, path: Path, reading: Reading): PluginDraft {
  const { report } = reading;
  const folder = plainPath(table.path);
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const fault = faultOf(table.path);
  if (fault)
    report({ code: 'import-path', words: { path: shown(table.path), fault }, path: [...path, 'path'] });
  else checkIdentifier(name, 'a plugin', [...path, 'path'], report);
  const texts = readFolder(`${folder}/`, reading);
  const functions = table.tasks?.functions ?? [];
  const artifacts = table.tasks?.artifacts ?? [];
  checkTasks(functions, [...path, 'tasks', 'functions'], report);
  checkTasks(artifacts, [...path, 'tasks', 'artifacts'], report);
  const place = (tasks: readonly TaskTable[], key: string) =>
    placeTasks(tasks, texts, [...path, 'tasks', key], name, report);
  const files = registerTasks(texts, place(functions, 'functions'), place(artifacts, 'artifacts'));
  checkTaskNames(files, [...path, 'tasks'], report);
  return { name, description: table.description ?? '', files };
}

/** Every file of the four kinds that is not hidden, by its name from the plugin's folder. */
function readFolder(folder: string, { files, report }: Reading): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [path, bytes] of files) {
    const filename = path.slice(folder.length);
    if (
      !path.startsWith(folder) ||
      !KINDS.includes(extensionOf(filename)) ||
      filename.split('/').some(isHidden)
    )
      continue;
    const text = decodeText(bytes);
    if (!isFilename(filename, KINDS)) {
      report({
        code: filename.endsWith('.py') ? 'import-filename' : 'import-file-left-out',
        words: { path },
        document: path,
      });
    } else if (text === null) {
      report({ code: 'import-encoding', words: { path }, document: path });
    } else {
      texts.set(filename, text);
    }
  }
  return new Map([...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function extensionOf(filename: string): string {
  return filename.slice(filename.lastIndexOf('.') + 1);
}

type Placed = ReadonlyMap<string, readonly TaskTable[]>;

/** Tasks by the file that holds them. Without any file the plugin stands for one that is there already, tasks and all. */
function placeTasks(
  tasks: readonly TaskTable[],
  texts: ReadonlyMap<string, string>,
  path: Path,
  plugin: string,
  report: Reading['report'],
): Placed {
  const placed = new Map<string, TaskTable[]>();
  if (texts.size === 0) return placed;
  for (const [i, task] of tasks.entries()) {
    const file = findFile(task.filename, texts);
    const words = { path: shown(task.filename), what: `the task “${task.name}” of the plugin “${plugin}”` };
    if (file === null) report({ code: 'import-no-file', words, path: [...path, i, 'filename'] });
    else placed.set(file, [...(placed.get(file) ?? []), task]);
  }
  return placed;
}

/** The named file, or, where only a Python file is named that is not there, its twin in TypeScript or JavaScript. */
function findFile(filename: string, texts: ReadonlyMap<string, string>): string | null {
  const names = [filename, filename.replace(/\.py$/, '.ts'), filename.replace(/\.py$/, '.js')];
  return names.find((name) => texts.has(name)) ?? null;
}

function registerTasks(
  texts: ReadonlyMap<string, string>,
  functions: Placed,
  artifacts: Placed,
): PluginFile[] {
  return [...texts].map(([filename, contents]) => ({
    filename,
    contents,
    description: '',
    functions: (functions.get(filename) ?? []).map(functionTask),
    artifacts: (artifacts.get(filename) ?? []).map(({ name, output_params }) => ({
      name,
      outputs: outputs(output_params),
    })),
  }));
}

function functionTask({ name, input_params = [], output_params }: TaskTable): FunctionTask {
  const inputs = input_params.map(({ name: input, type, required = false }): TaskInput => ({
    name: input,
    type,
    required,
  }));
  return { name, inputs, outputs: outputs(output_params) };
}

export function outputs(tables: readonly OutputTable[]): TaskOutput[] {
  return tables.map(({ name, type }) => ({ name, type }));
}

function checkTasks(tasks: readonly TaskTable[], path: Path, report: Reading['report']): void {
  checkUnique(tasks, 'task', path, report);
  for (const [i, { name, input_params = [], output_params }] of tasks.entries()) {
    checkIdentifier(name, 'a task', [...path, i, 'name'], report);
    checkParams(input_params, 'an input', [...path, i, 'input_params'], report);
    checkParams(output_params, 'an output', [...path, i, 'output_params'], report);
  }
}

/** Names of inputs or outputs: plain words, each once. */
export function checkParams(
  params: readonly OutputTable[],
  what: string,
  path: Path,
  report: Reading['report'],
): void {
  checkUnique(params, what.replace(/^an? /, ''), path, report);
  for (const [i, { name }] of params.entries()) checkIdentifier(name, what, [...path, i, 'name'], report);
}

/** Function tasks and artifact tasks of one file share their names. */
function checkTaskNames(files: readonly PluginFile[], path: Path, report: Reading['report']): void {
  for (const { functions, artifacts } of files) {
    const names = new Set(functions.map((task) => task.name));
    for (const { name } of artifacts) {
      if (names.has(name)) report({ code: 'import-duplicate', words: { name, what: 'task' }, path });
    }
  }
}
