/** Signature analysis: the tasks that a plugin file's text holds, whatever its language. */
import type { PluginFile } from '#core/resources/content.ts';
import { isModule } from '#source/read-file.ts';
import { analyseModule } from './analyse-module.ts';
import { analysePython } from './analyse-python.ts';
import { emptyAnalysis, type Analysis, type KnownTypes, type ProposedType } from './analysis.ts';
import { Sources } from './sources.ts';
import { typesOfStructure } from '#core/resources/type-names.ts';

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

/** Those of the missing types that are named, and what these are made of, in the order in which they can be made. */
export function typesNeeded(
  { missingTypes }: Pick<Analysis, 'missingTypes'>,
  names: Iterable<string>,
): readonly ProposedType[] {
  const needed = new Set(names);
  for (const { name, structure } of missingTypes.toReversed())
    if (needed.has(name)) for (const part of typesOfStructure(structure)) needed.add(part);
  return missingTypes.filter(({ name }) => needed.has(name));
}
