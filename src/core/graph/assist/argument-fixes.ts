/** Fixes for arguments that are missing, unknown, too many, given twice or of a type that does not go in. */
import type { InputDefinition } from '#core/graph/description.ts';
import { scalar, textOf, written, type Node } from '#core/graph/node.ts';
import { readPlain } from '#core/graph/yaml-scalar.ts';
import { dropArgument } from '#core/graph/edit/arguments-tree.ts';
import { editCall, setArgument, removeArgument } from '#core/graph/edit/arguments.ts';
import type { ArgumentValue } from '#core/graph/edit/argument-value.ts';
import { positionalItems, withPositional } from '#core/graph/edit/call-body.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { checkReferableName } from '#core/graph/edit/names.ts';
import { withKey } from '#core/graph/edit/tree.ts';
import { nearestName } from '#core/nearest.ts';
import type { ParameterWord } from '#core/resources/content.ts';
import { isAssignable } from '#core/types/assign.ts';
import { inferType } from '#core/types/infer.ts';
import { ANY, STRING, type Type } from '#core/types/type.ts';
import { fitTest, listCandidates, type Candidate } from './candidates.ts';
import { fixBy, type Fix } from './fix.ts';
import { replaceAt } from './node-at.ts';

/** How many references are proposed for one input. */
const MOST_REFERENCES = 3;

/** An input of a step with the type that it takes. */
interface Place {
  readonly step: string;
  readonly input: string;
  readonly wanted: Type;
}

function placeOf(prepared: PreparedGraphs, step: string, input: string): Place | null {
  const slot = slotsOf(prepared, step).find(({ name }) => name === input);
  return slot ? { step, input, wanted: prepared.subject.registry.types.get(slot.type) ?? ANY } : null;
}

function slotsOf(prepared: PreparedGraphs, step: string): readonly InputDefinition[] {
  const task = prepared.step(step)?.call?.task;
  return task == null ? [] : (prepared.surroundings.tasks.get(task)?.slots ?? []);
}

/** References that fit, a new parameter of that name, a value to begin with. */
export function fixMissing(prepared: PreparedGraphs, step: string, input: string): Fix[] {
  const place = placeOf(prepared, step, input);
  return place
    ? [
        ...proposeReferences(prepared, place),
        ...proposeParameter(prepared, place),
        ...proposeValue(prepared, place),
      ]
    : [];
}

function proposeReferences(prepared: PreparedGraphs, place: Place): Fix[] {
  return bestReferences(prepared, place).flatMap(({ text, name, output }) =>
    fixBy(`Give "${place.input}" ${text}`, set(prepared, place, { kind: 'reference', name, output })),
  );
}

function set(
  prepared: PreparedGraphs,
  { step, input }: Place,
  value: ArgumentValue,
): ReturnType<typeof setArgument> {
  return setArgument(prepared, step, input, value);
}

/** Those named like the input first; where anything fits, only those and the nearest output. */
function bestReferences(prepared: PreparedGraphs, { step, input, wanted }: Place): readonly Candidate[] {
  const fits = fitTest(wanted);
  const fitting = listCandidates(prepared, step).filter(({ type }) => fits(type));
  const isAlike = ({ name, output }: Candidate): boolean => name === input || output === input;
  const others = fitting.filter((candidate) => !isAlike(candidate));
  const likely = wanted === ANY ? others.filter(({ kind }) => kind === 'output').slice(0, 1) : others;
  return [...fitting.filter(isAlike), ...likely].slice(0, MOST_REFERENCES);
}

function proposeParameter(prepared: PreparedGraphs, place: Place): Fix[] {
  const type = parameterWord(place.wanted);
  if ((type === null && place.wanted !== ANY) || checkReferableName(prepared, place.input)) return [];
  const request = { kind: 'create parameter', name: place.input, type } as const;
  const outcome = set(prepared, place, { kind: 'reference', name: place.input });
  return fixBy(`Make a parameter "${place.input}" and give it`, outcome, request);
}

/** The word of a parameter whose values go into such an input; null for types that no parameter has. */
export function parameterWord(type: Type): ParameterWord | null {
  switch (type.kind) {
    case 'list':
    case 'tuple':
      return 'list';
    case 'fields':
    case 'mapping':
      return 'mapping';
    case 'open':
      return type.form;
    case 'union':
      return type.members.map(parameterWord).find((word) => word !== null) ?? null;
    case 'simple':
      return WORDS[type.name] ?? null;
  }
}

const WORDS: Readonly<Record<string, ParameterWord>> = {
  string: 'string',
  integer: 'integer',
  number: 'float',
  boolean: 'boolean',
};

function proposeValue(prepared: PreparedGraphs, place: Place): Fix[] {
  const value = firstValue(place.wanted);
  return value === null
    ? []
    : fixBy(`Give "${place.input}" ${value}`, set(prepared, place, { kind: 'yaml', text: value }));
}

/** Something of the type, to be changed by the author; null for types of which nothing can be written out. */
function firstValue(type: Type): string | null {
  switch (type.kind) {
    case 'list':
      return '[]';
    case 'mapping':
      return '{}';
    case 'union':
      return type.members.map(firstValue).find((value) => value !== null) ?? null;
    case 'simple':
      return FIRST_VALUES[type.name] ?? null;
    default:
      return null;
  }
}

const FIRST_VALUES: Readonly<Record<string, string>> = {
  string: '""',
  integer: '0',
  number: '0.0',
  boolean: 'false',
  null: 'null',
  any: 'null',
};

/** The nearest input that is not given yet, or no such argument. */
export function fixUnknown(prepared: PreparedGraphs, step: string, name: string): Fix[] {
  const slots = slotsOf(prepared, step).map((slot) => slot.name);
  const near = nearestName(name, slots);
  const renamed =
    near === null ? [] : fixBy(`Change to "${near}"`, renameArgument(prepared, step, name, near));
  return [...renamed, ...fixBy(`Remove "${name}"`, removeArgument(prepared, step, name))];
}

function renameArgument(
  prepared: PreparedGraphs,
  step: string,
  name: string,
  near: string,
): ReturnType<typeof editCall> {
  return editCall(prepared, step, near, (call) => {
    const entry = call.keywords?.entries.find(({ key }) => textOf(key) === name);
    return entry ? { ...call, keywords: withKey(call.keywords!, entry.key, near) } : call;
  });
}

/** An input that is given by position and by name keeps the first. */
export function fixTwice(prepared: PreparedGraphs, step: string, name: string): Fix[] {
  const outcome = editCall(prepared, step, name, (call, slots) => dropArgument(call, slots, name));
  return fixBy(`Remove "${name}: …" and keep what is given by position`, outcome);
}

/** As many as the task takes. */
export function fixSurplus(prepared: PreparedGraphs, step: string): Fix[] {
  const count = slotsOf(prepared, step).length;
  const outcome = editCall(prepared, step, 0, (call) => {
    const items = positionalItems(call).slice(0, count);
    return items.length === 0 && call.positional?.kind !== 'list'
      ? { ...call, positional: { kind: 'list', items: [], place: null } }
      : withPositional(call, items);
  });
  return fixBy(
    count === 0 ? 'Give no arguments' : `Keep the first ${count === 1 ? 'one' : count} only`,
    outcome,
  );
}

/** Quotes put on or taken off, a number as YAML 1.1 reads it, or a reference that fits. */
export function fixType(prepared: PreparedGraphs, step: string, input: string, offset: number): Fix[] {
  const place = placeOf(prepared, step, input);
  const call = prepared.step(step)?.call;
  if (!place || !call) return [];
  const node = [...call.positional, ...call.keywords].find(
    ({ value }) => value.place?.start === offset,
  )?.value;
  const references = bestReferences(prepared, place).filter(({ text }) => text !== (node && textOf(node)));
  const rewritten = node ? rewriteValue(prepared, place, node) : [];
  return [
    ...rewritten,
    ...references.flatMap(({ text, name, output }) =>
      fixBy(`Change to ${text}`, set(prepared, place, { kind: 'reference', name, output })),
    ),
  ];
}

function rewriteValue(prepared: PreparedGraphs, { wanted }: Place, node: Node): Fix[] {
  if (node.kind !== 'scalar' || !node.place) return [];
  const replace = (title: string, by: Parameters<typeof replaceAt>[3]): Fix[] =>
    fixBy(title, replaceAt(prepared, 'task graph', node.place!.start, by));
  if (node.type !== 'string') {
    const text = written(node);
    return isAssignable(STRING, wanted) ? replace(`Change to the text "${text}"`, text) : [];
  }
  const text = asNumber(node.value as string);
  const { type, value } = readPlain(text) as { type: Parameters<typeof scalar>[0] | null; value: unknown };
  if (type === null || type === 'string' || !isAssignable(inferType(scalar(type, value)), wanted)) return [];
  return replace(`Change to the ${type} ${text}`, scalar(type, value));
}

/** `1e-3` as YAML 1.1 writes it: with a point and a sign. */
function asNumber(text: string): string {
  const form = /^([-+]?)(\d+)(\.\d*)?[eE]([-+]?)(\d+)$/.exec(text);
  if (!form) return text;
  const [, sign, whole, fraction = '.0', direction = '', exponent] = form;
  return `${sign}${whole}${fraction}e${direction || '+'}${exponent}`;
}
