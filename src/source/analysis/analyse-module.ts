/** Finds the tasks of a TypeScript or JavaScript file of a plugin: exported functions, and objects that keep artifacts. */
import type { Issue } from '#core/issues.ts';
import { isName } from '#core/resources/names.ts';
import type { Declared } from '#source/declarations.ts';
import { isFunction } from '#source/signatures.ts';
import { sourceIssue } from '#source/source-issue.ts';
import type { AnalysedArtifact, AnalysedFunction, Analysis, KnownTypes } from '#core/plugin/analysis.ts';
import { emptyAnalysis } from './analysis.ts';
import { readDoc } from './doc-comment.ts';
import { withTypedefs } from './doc-type.ts';
import { TypeNames } from './name-types.ts';
import { isArtifactTask, readArtifactOutputs } from './read-artifact.ts';
import { readInputs } from './read-inputs.ts';
import { readOutputs, readReturn } from './read-outputs.ts';
import { genericsOf, type Place } from './read-type.ts';
import { reportTo, type Reader } from './reader.ts';
import { rangeIn, type Source, type Sources } from './sources.ts';

/** More parts of types than any plugin has. */
const BUDGET = 50_000;

/** The tasks of a file of `sources`, as they could be registered with the types that exist; those that are registered are told of. */
export function analyseModule(
  filename: string,
  sources: Sources,
  known: KnownTypes,
  registered: ReadonlySet<string>,
): Analysis {
  const { source, faults } = sources.read(filename);
  if (!source) return unreadable(filename, faults);
  const types = new TypeNames(known);
  const issues: Issue[] = [];
  const found = {
    functions: [] as AnalysedFunction[],
    artifacts: [] as AnalysedArtifact[],
    unclear: [] as string[],
  };
  const used = namesUsed(source, sources);
  const budget = { left: BUDGET };
  const places = new Map<Source, Place>();
  for (const name of sources.exportedNames(source)) {
    const meaning = sources.findExported('values', source, name);
    if (meaning.kind !== 'found') {
      found.unclear.push(name);
      continue;
    }
    const place = places.get(meaning.source) ?? placeOf(meaning.source, sources, budget);
    places.set(meaning.source, place);
    const reader: Reader = { at: place, types, report: reportTo(issues, meaning.source) };
    const declared = followed(meaning.found, meaning.source, sources);
    const likely = meaning.source === source && !used.has(name) && !isInternal(declared);
    readTask(name, declared, registered.has(name) || likely, reader, found);
  }
  return { filename, readable: true, ...found, missingTypes: types.proposed, issues };
}

type Found = {
  readonly functions: AnalysedFunction[];
  readonly artifacts: AnalysedArtifact[];
  readonly unclear: string[];
};

function unreadable(
  filename: string,
  faults: readonly { message: string; range: Issue['range'] }[],
): Analysis {
  if (faults.length === 0)
    return emptyAnalysis(filename, [sourceIssue('source-too-long', filename, undefined, [filename])]);
  return emptyAnalysis(
    filename,
    faults.map(({ message, range }) => sourceIssue('source-syntax', filename, range, [message])),
  );
}

function placeOf(source: Source, sources: Sources, budget: Place['budget']): Place {
  const place = { source, sources, given: new Map(), open: [], depth: 0, budget };
  return withTypedefs(source.program.body, place);
}

function readTask(name: string, declared: Declared, offered: boolean, reader: Reader, found: Found): void {
  const { node, statement } = declared;
  const isTask = isFunction(node) || isArtifactTask(declared);
  if (!isTask) {
    if (/^(?:Call|New|Member|Conditional|Await|Logical|Identifier)/.test(node.type)) found.unclear.push(name);
    return;
  }
  const doc = readDoc(statement);
  if (!isName(name)) {
    if (offered) reader.report('task-name', node, name);
    return;
  }
  const quiet = offered ? reader : { ...reader, report: () => undefined };
  const about = { name, description: doc.description, range: rangeIn(reader.at.source, node), offered };
  if (!isFunction(node)) {
    found.artifacts.push({ ...about, outputs: readArtifactOutputs(name, declared, doc, quiet) });
    return;
  }
  const at = { ...quiet.at, given: new Map([...quiet.at.given, ...genericsOf(node, quiet.at)]) };
  const inputs = readInputs(name, node.params, doc, { ...quiet, at });
  if (!inputs) {
    found.unclear.push(name);
    return;
  }
  const given = readReturn(name, node, doc, { ...quiet, at });
  found.functions.push({ ...about, inputs, outputs: readOutputs(name, given, node, { ...quiet, at }) });
}

/** `export const b = a`: the function that the other name means. */
function followed(declared: Declared, source: Source, sources: Sources): Declared {
  if (declared.node.type !== 'Identifier') return declared;
  const meaning = sources.find('values', source, declared.node.name);
  return meaning.kind === 'found' && meaning.source === source ? meaning.found : declared;
}

function isInternal({ statement }: Declared): boolean {
  return readDoc(statement).internal;
}

/** The exports of a file that other files of the plugin import: parts of tasks, rather than tasks. */
function namesUsed(source: Source, sources: Sources): ReadonlySet<string> {
  const used = new Set<string>();
  for (const other of sources.names) {
    const file = other === source.name ? null : sources.read(other).source;
    for (const { from, name } of file?.declarations.imports.values() ?? []) {
      const target = name === null || !file ? null : sources.target(file, from);
      if (target?.kind === 'file' && target.source === source && name !== null) used.add(name);
    }
  }
  return used;
}
