/** Analyses in a few words, so that a case fits on a line: `f(a: number, b?: string) -> output: integer`. */
import type { PluginFile } from '#core/resources/content.ts';
import { analyseFile } from '#source/analysis/analyse-file.ts';
import type { AnalysedArtifact, AnalysedFunction, Analysis, KnownTypes } from '#core/plugin/analysis.ts';

export const file = (filename: string, contents: string, more: Partial<PluginFile> = {}): PluginFile => ({
  filename,
  contents,
  description: '',
  functions: [],
  artifacts: [],
  ...more,
});

export function showTask(task: AnalysedFunction | AnalysedArtifact): string {
  const outputs = task.outputs.map(({ name, type }) => `${name}: ${type}`).join(', ');
  if (!('inputs' in task)) return `${task.name} = ${outputs}`;
  const inputs = task.inputs.map(({ name, type, required }) => `${name}${required ? '' : '?'}: ${type}`);
  return `${task.name}(${inputs.join(', ')}) -> ${outputs}`.trimEnd();
}

/** The tasks of one text, or of the first file. */
export function analyse(
  text: string | readonly PluginFile[],
  known: KnownTypes = new Map(),
  filename = 'tasks.ts',
): Analysis {
  const files = typeof text === 'string' ? [file(filename, text)] : text;
  return analyseFile(files[0]!.filename, files, known);
}

export const tasksOf = (analysis: Analysis) => [...analysis.functions, ...analysis.artifacts].map(showTask);

export const typesOf = (analysis: Analysis) =>
  Object.fromEntries(analysis.missingTypes.map(({ name, structure }) => [name, structure]));

/** `code line:column` */
export const issuesOf = ({ issues }: Analysis) =>
  issues.map(({ code, range }) => `${code} ${range?.start.line ?? '-'}:${range?.start.column ?? '-'}`);
