/** Signature analysis: the tasks that a plugin file's text holds, whatever its language. */
import type { Analysis, KnownTypes } from '#core/plugin/analysis.ts';
import type { PluginFile } from '#core/resources/content.ts';
import { isModule } from '#source/read-file.ts';
import { analyseModule } from './analyse-module.ts';
import { analysePython } from './analyse-python.ts';
import { emptyAnalysis } from './analysis.ts';
import { Sources } from './sources.ts';

/**
 * The tasks of one file of a plugin; `files` are all of it, since a type may be imported. A file of another language
 * than TypeScript, JavaScript and Python has none. Never throws, and nothing of the text is run.
 */
export function analyseFile(filename: string, files: readonly PluginFile[], known: KnownTypes): Analysis {
  return analyse(filename, files, known, new Sources(files));
}

/** The same for every file of a plugin, each parsed once. */
export function analysePlugin(files: readonly PluginFile[], known: KnownTypes): readonly Analysis[] {
  const sources = new Sources(files);
  return files.map(({ filename }) => analyse(filename, files, known, sources));
}

function analyse(
  filename: string,
  files: readonly PluginFile[],
  known: KnownTypes,
  sources: Sources,
): Analysis {
  const file = files.find((other) => other.filename === filename);
  if (file && filename.endsWith('.py')) return analysePython(filename, file.contents, known);
  if (!file || !isModule(filename)) return emptyAnalysis(filename);
  const registered = [...file.functions, ...file.artifacts].map(({ name }) => name);
  return analyseModule(filename, sources, known, new Set(registered));
}
