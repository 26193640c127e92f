/** Compares what a plugin registers with what its files export: inputs go to parameters by position, so both must agree. */
import type { Issue, Range } from '#core/issues.ts';
import { runKey, type Runs } from '#core/plugin/study.ts';
import type { ArtifactTask, FunctionTask, PluginFile } from '#core/resources/content.ts';
import type { Files } from './check-links.ts';
import { isModule, type ReadFile } from './read-file.ts';
import { resolveImport } from './resolve.ts';
import type { Exported, Parameter, Signature } from './signatures.ts';
import { sourceIssue } from './source-issue.ts';

type Found = NonNullable<ReturnType<Exported['get']>>;

/** Issues of one file's tasks; `files` holds those files of the plugin that could be read, `runs` where each task runs. */
export function checkRegistration(file: PluginFile, files: Files, runs: Runs): Issue[] {
  const tasks = [...file.functions, ...file.artifacts];
  const runOf = (task: ArtifactTask) => runs.get(runKey(file.filename, task.name));
  if (!isModule(file.filename)) return warnings(tasks.flatMap((task) => runOf(task)?.issues ?? []));
  const read = files.get(file.filename);
  if (!read) return [];
  return tasks.flatMap((task) => {
    const ranFrom = runOf(task)?.file ?? file.filename;
    return ranFrom === file.filename ? checkTask(task, read, files) : [];
  });
}

/** What does not run here is no fault of a file that is kept for elsewhere; what is said of each of its tasks is said once. */
function warnings(issues: readonly Issue[]): Issue[] {
  const unique = new Map(issues.map((issue) => [`${issue.code} ${issue.message}`, issue]));
  return [...unique.values()].map((issue) => ({ ...issue, severity: 'WARNING' }));
}

/** Issues of one task, a function task if it has inputs, that `file` is to export. */
export function checkTask(task: FunctionTask | ArtifactTask, file: ReadFile, files: Files): Issue[] {
  const found = findExport(file, task.name, files);
  if (!found) return [sourceIssue('task-missing', file.name, undefined, [task.name, file.name])];
  if (found === 'unknown') return [];
  if ('inputs' in task) return checkFunction(task, found, file.name);
  if (!found.signature) return [];
  return [sourceIssue('artifact-task-is-a-function', file.name, found.signature.range, [task.name])];
}

/** What the file exports under a name, passed on from another file or not; unknown where it cannot be read from the text. */
function findExport(file: ReadFile, name: string, files: Files, depth = 0): Found | 'unknown' | null {
  const own = file.exported.get(name);
  if (own) return own;
  const passed = file.links.exports.get(name);
  if (passed === null || depth > 20) return 'unknown';
  const sources = passed ? [passed] : file.links.stars.map((from) => ({ from, name }));
  for (const source of sources) {
    const target = resolveImport(source.from, file.name, new Set(files.keys()));
    const next = target.kind === 'file' ? files.get(target.file) : undefined;
    const found = next ? findExport(next, source.name, files, depth + 1) : 'unknown';
    if (found) return found;
  }
  return null;
}

function checkFunction(task: FunctionTask, { signature, node }: Found, file: string): Issue[] {
  if (signature) return checkParameters(task, signature, file);
  const plain =
    node.type === 'ObjectExpression' || node.type === 'ClassDeclaration' || node.type.endsWith('Literal');
  return plain ? [sourceIssue('task-not-a-function', file, undefined, [task.name])] : [];
}

function checkParameters(task: FunctionTask, { parameters, range }: Signature, file: string): Issue[] {
  const registered = task.inputs.map((input) => input.name);
  const written = parameters.map((parameter) => (parameter.rest ? `...${parameter.name}` : parameter.name));
  const agrees =
    registered.every((name, i) => written[i] === name || goesBy(name, parameters[i])) &&
    parameters.slice(registered.length).every((parameter) => !parameter.required);
  const start: Range = { start: range.start, end: range.start };
  if (!agrees) {
    return [
      sourceIssue('task-parameters-differ', file, start, [
        registered.join(', ') || 'none',
        written.join(', ') || 'none',
      ]),
    ];
  }
  return task.inputs
    .filter(
      ({ required }, i) => !required && parameters[i]?.required && !acceptsAnything(parameters[i]?.type),
    )
    .map(({ name }) => sourceIssue('task-input-needed', file, start, [name]));
}

/** A parameter that takes its argument apart goes by any name but those of the parts: one of them would not be the whole. */
function goesBy(name: string, parameter: Parameter | undefined): boolean {
  return parameter?.pattern != null && !parameter.rest && !parameter.pattern.includes(name);
}

/** Whether the parameter's type says that it may be missing. */
function acceptsAnything(type: string | null | undefined): boolean {
  return type != null && /\b(undefined|null|any|unknown)\b/.test(type);
}
