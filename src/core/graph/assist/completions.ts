/** What could be typed at an offset of a graph's text, best first. */
import { textOf, valueOf } from '#core/graph/node.ts';
import { readReference } from '#core/graph/reference.ts';
import { resolveReference } from '#core/graph/resolve.ts';
import type { GraphDocument } from '#core/graph/edit/graph-text.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { rewriteText, writeText } from '#core/graph/edit/scalar-text.ts';
import { stepsFrom } from '#core/graph/edit/reach.ts';
import { BOOLEAN, typeText, type Type } from '#core/types/type.ts';
import { isAssignable } from '#core/types/assign.ts';
import { fitTest, listCandidates } from './candidates.ts';
import { findCursor, type Cursor } from './cursor.ts';
import { expectAt, type Expectation } from './expectation.ts';
import { artifactSignature, signatureOf } from './signature.ts';

/** No list is read that far; more would only take time to hand over. */
const MOST = 1000;

/** A proposal: put `insert` in place of `from` to `to`. */
export interface Completion {
  readonly label: string;
  readonly kind:
    | 'key'
    | 'task'
    | 'input'
    | 'parameter'
    | 'artifact parameter'
    | 'output'
    | 'step'
    | 'artifact task'
    | 'argument'
    | 'value';
  /** A type or a signature; empty where there is nothing to say. */
  readonly detail: string;
  /** Whether its type fits what is expected; null where no type is. */
  readonly fits: boolean | null;
  /** What it replaces. */
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

type Item = Pick<Completion, 'label' | 'kind' | 'detail' | 'fits'> & {
  /** Behind the colon of a key. */
  readonly suffix?: string;
  /** Whether the label is YAML already. */
  readonly isYaml?: boolean;
};

/** The text need not be sound. Only what holds the letters typed so far is given, what fits before what does not, 1000 at most. */
export function completionsAt(
  prepared: PreparedGraphs,
  document: GraphDocument,
  offset: number,
): readonly Completion[] {
  const { text } = document === 'task graph' ? prepared.taskGraph : prepared.artifactGraph;
  const cursor = findCursor(text, offset);
  const items = listItems(prepared, expectAt(prepared, document, cursor), cursor.typed.includes('.'));
  const typed = cursor.typed.toLowerCase().trim();
  const found = rankItems(items, typed);
  return found.slice(0, MOST).map((item) => complete(item, cursor));
}

/** What fits before what does not, and of both what begins as typed before what only holds it. */
function rankItems(items: readonly Item[], typed: string): readonly Item[] {
  const letters = typed.replace(/^\$/, '');
  if (letters === '') return rank(items, ({ fits }) => fits !== false);
  const holding = items.filter(({ label }) => label.toLowerCase().includes(letters));
  return rank(
    rank(holding, ({ label }) => label.toLowerCase().startsWith(typed)),
    ({ fits }) => fits !== false,
  );
}

function rank(items: readonly Item[], isFirst: (item: Item) => boolean): readonly Item[] {
  return [...items.filter(isFirst), ...items.filter((item) => !isFirst(item))];
}

/** The author's quotes stay; a key brings its colon unless there is one. */
function complete(
  { suffix = '', isYaml = false, ...item }: Item,
  { role, hasColon, quote, inBrackets, from, to }: Cursor,
): Completion {
  const name = isYaml
    ? item.label
    : quote
      ? rewriteText(item.label, quote, inBrackets)
      : writeText(item.label, inBrackets);
  return { ...item, from, to, insert: role === 'key' && !hasColon ? `${name}:${suffix}` : name };
}

/** References name their only output, too, if an output is asked for (`isFull`). */
function listItems(prepared: PreparedGraphs, expected: Expectation, isFull: boolean): readonly Item[] {
  switch (expected.kind) {
    case 'nothing':
      return [];
    case 'key':
      return [...(expected.callable ? listTasks(prepared, true) : []), ...expected.keys.map(keyItem)];
    case 'task':
      return listTasks(prepared, false);
    case 'dependency':
      return listDependencies(prepared, expected.step, expected.given);
    case 'argument name':
      return listInputs(prepared, expected.task, expected.given);
    case 'argument':
      return listValues(prepared, expected.step, inputType(prepared, expected.task, expected.input), isFull);
    case 'contents':
      return listValues(prepared, null, artifactType(prepared, expected.task), isFull);
    case 'artifact task':
      return listArtifactTasks(prepared, expected.artifact);
    case 'artifact argument name':
      return listArtifactArguments(prepared, expected.task, expected.given);
    case 'artifact argument':
      return listArtifactValues(prepared, expected.task, expected.name);
  }
}

function keyItem(key: string): Item {
  return { label: key, kind: 'key', detail: '', fits: null, suffix: key === 'kwargs' ? '' : ' ' };
}

/** As a key, a task without inputs is called at once. */
function listTasks({ source }: PreparedGraphs, isKey: boolean): Item[] {
  const tasks = new Map(source.functions.map((task) => [task.name, task]));
  return [...tasks.values()].map((task) => ({
    label: task.name,
    kind: 'task',
    detail: `${signatureOf(task)} · ${task.plugin}`,
    fits: null,
    ...(isKey && task.inputs.length === 0 && { suffix: ' []' }),
  }));
}

/** Steps that do not wait for this one; the nearest above first. */
function listDependencies(prepared: PreparedGraphs, step: string, given: readonly string[]): Item[] {
  const { steps } = prepared.description;
  const later = stepsFrom(prepared.followers, step);
  const here = steps.findIndex(({ name }) => name === step);
  const nearest = [...steps.slice(0, Math.max(here, 0)).toReversed(), ...steps.slice(here + 1)];
  return nearest
    .filter(({ name }) => !later.has(name) && !given.includes(name))
    .map(({ name, call }) => ({ label: name, kind: 'step', detail: call?.task ?? '', fits: null }));
}

/** Inputs that are not given yet, those that must be first. */
function listInputs({ surroundings }: PreparedGraphs, task: string, given: readonly string[]): Item[] {
  const slots = surroundings.tasks.get(task)?.slots ?? [];
  return slots
    .filter(({ name }) => !given.includes(name))
    .toSorted((a, b) => Number(b.required) - Number(a.required))
    .map(({ name, type, required }) => ({
      label: name,
      kind: 'input',
      detail: required ? type : `${type}, optional`,
      fits: null,
      suffix: ' ',
    }));
}

function inputType(
  { surroundings, subject }: PreparedGraphs,
  task: string | null,
  input: string | null,
): Type | null {
  const slot = surroundings.tasks.get(task ?? '')?.slots.find(({ name }) => name === input);
  return (slot && subject.registry.types.get(slot.type)) ?? null;
}

/** What an artifact task stores; null where it has not exactly one output. */
function artifactType({ source, subject }: PreparedGraphs, name: string | null): Type | null {
  const outputs = source.artifacts.findLast((task) => task.name === name)?.outputs ?? [];
  return outputs.length === 1 ? (subject.registry.types.get(outputs[0]!.type) ?? null) : null;
}

function listValues(
  prepared: PreparedGraphs,
  step: string | null,
  wanted: Type | null,
  isFull: boolean,
): Item[] {
  const fits = fitTest(wanted);
  const references = listCandidates(prepared, step).map(({ text, fullText, kind, type }): Item => ({
    label: isFull ? fullText : text,
    kind,
    detail: typeText(type),
    fits: wanted === null ? null : fits(type),
  }));
  const isBoolean = wanted !== null && wanted === BOOLEAN;
  const words = isBoolean ? ['true', 'false'] : [];
  return [
    ...words.map((label): Item => ({ label, kind: 'value', detail: 'boolean', fits: true, isYaml: true })),
    ...references,
  ];
}

/** Those that can store the contents first. */
function listArtifactTasks(prepared: PreparedGraphs, artifact: string): Item[] {
  const given = contentsType(prepared, artifact);
  return prepared.source.artifacts.map((task) => {
    const wanted = artifactType(prepared, task.name);
    const fits = given && wanted ? isAssignable(given, wanted) : null;
    return {
      label: task.name,
      kind: 'artifact task',
      detail: `${artifactSignature(task)} · ${task.plugin}`,
      fits,
    };
  });
}

function contentsType(prepared: PreparedGraphs, artifact: string): Type | null {
  const body = valueOf(prepared.artifactGraph.root, artifact);
  const reference = readReference((body && textOf(valueOf(body, 'contents'))) ?? '');
  if (!reference) return null;
  const target = resolveReference(reference, prepared.description);
  return target.kind === 'output' ? (prepared.subject.registry.types.get(target.output.type) ?? null) : null;
}

function listArtifactArguments({ source }: PreparedGraphs, task: string, given: readonly string[]): Item[] {
  const schemas = source.artifacts.findLast(({ name }) => name === task)?.args ?? {};
  return Object.entries(schemas)
    .filter(([name]) => !given.includes(name))
    .map(([name, schema]) => ({
      label: name,
      kind: 'argument',
      detail: schemaText(schema),
      fits: null,
      suffix: ' ',
    }));
}

function schemaText(schema: unknown): string {
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : null;
  return typeof type === 'string' ? type : '';
}

/** The values that a schema lists. */
function listArtifactValues({ source }: PreparedGraphs, task: string, argument: string): Item[] {
  const schema: unknown = source.artifacts.findLast(({ name }) => name === task)?.args?.[argument];
  const values = typeof schema === 'object' && schema !== null && 'enum' in schema ? schema.enum : [];
  return (Array.isArray(values) ? (values as unknown[]) : []).map((value) => ({
    label: typeof value === 'string' ? value : JSON.stringify(value),
    kind: 'value',
    detail: '',
    fits: true,
    isYaml: typeof value !== 'string',
  }));
}
