/** The artifact graph as a form shows it: each artifact with what it stores, the task that stores it and its arguments; and what more could be stored. */
import { textOf, valueOf, written, type Node } from '#core/graph/node.ts';
import type { ArtifactOutput } from '#core/graph/description.ts';
import { referenceTypes } from '#core/graph/checks/parameter-types.ts';
import type { KnownArtifactTask } from '#core/graph/plan-types.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import type { Json } from '#core/resources/content.ts';
import { isAssignable } from '#core/types/assign.ts';
import { inferType } from '#core/types/infer.ts';
import { ANY, type Type } from '#core/types/type.ts';
import { listCandidates, type Candidate } from './candidates.ts';
import { choiceOf, rangeOf, readGiven, type Choice, type GivenValue, type TextRange } from './given.ts';
import type { LiteralForm } from './literal.ts';
import { artifactSignature } from './signature.ts';

/** An argument of an artifact task, as a field. Its values are plain: nothing in them is a reference. */
export interface ArtifactArgument {
  readonly name: string;
  /** As it is written; null where the task's own default stands. */
  readonly given: string | null;
  readonly literal: LiteralForm;
  /** The values that the task lists, as YAML. */
  readonly words: readonly string[];
  /** What its schema says of it; empty where it says nothing. */
  readonly description: string;
}

/** An entry of the artifact graph. */
export interface ArtifactForm {
  readonly name: string;
  readonly range: TextRange | null;
  readonly contents: GivenValue;
  /** The task that stores it; null where none is named. */
  readonly task: string | null;
  /** Null where no pinned plugin has the task. */
  readonly plugin: string | null;
  /** Whether the task takes what is stored; null where one of both is not known. */
  readonly fits: boolean | null;
  readonly args: readonly ArtifactArgument[];
}

/** Something that could be stored, with the tasks that take it, those made for its type first. */
export interface Storable extends Choice {
  readonly tasks: readonly string[];
}

/** A task that stores. */
export interface StoringTask {
  readonly name: string;
  readonly plugin: string;
  /** `model: Model`: what it takes and gives back. */
  readonly signature: string;
}

/** All that a form of the artifact graph shows. Plain data. */
export interface ArtifactForms {
  readonly artifacts: readonly ArtifactForm[];
  readonly storable: readonly Storable[];
  readonly tasks: readonly StoringTask[];
}

/** Reads as far as it can where a text is faulty. */
export function artifactForms(prepared: PreparedGraphs): ArtifactForms {
  const tasks = [...new Map(prepared.source.artifacts.map((task) => [task.name, task])).values()];
  const outputs = listCandidates(prepared, null).filter(({ kind }) => kind === 'output');
  return {
    artifacts: prepared.description.artifactOutputs.map((output) => readArtifact(prepared, output)),
    storable: outputs.map((candidate) => ({
      ...choiceOf(candidate),
      tasks: tasksFor(prepared, tasks, candidate),
    })),
    tasks: tasks.map((task) => ({
      name: task.name,
      plugin: task.plugin,
      signature: artifactSignature(task),
    })),
  };
}

function tasksFor(
  prepared: PreparedGraphs,
  tasks: readonly KnownArtifactTask[],
  { type }: Candidate,
): readonly string[] {
  const taking = tasks.filter((task) => {
    const wanted = storedType(prepared, task);
    return wanted !== null && isAssignable(type, wanted);
  });
  const takesAll = (task: KnownArtifactTask) => Number(storedType(prepared, task) === ANY);
  return taking.toSorted((a, b) => takesAll(a) - takesAll(b)).map(({ name }) => name);
}

/** What a task stores; null where it has not exactly one output. */
function storedType({ subject }: PreparedGraphs, { outputs }: KnownArtifactTask): Type | null {
  const [only, ...others] = outputs;
  return only && others.length === 0 ? (subject.registry.types.get(only.type) ?? null) : null;
}

function readArtifact(prepared: PreparedGraphs, output: ArtifactOutput): ArtifactForm {
  const entry = prepared.artifactGraph.root;
  const body = entry.kind === 'map' ? valueOf(entry, output.name) : undefined;
  const contents = (body && valueOf(body, 'contents')) ?? null;
  const call = body && valueOf(body, 'task');
  const name = call ? textOf(valueOf(call, 'name') ?? call) : null;
  const known = prepared.source.artifacts.findLast((task) => task.name === name) ?? null;
  return {
    name: output.name,
    range: body ? rangeOf(output.key, body) : null,
    contents: readGiven(prepared, contents),
    task: name,
    plugin: known?.plugin ?? null,
    fits: contents && known && fitsIn(prepared, contents, known),
    args: listArguments(known, (call && valueOf(call, 'args')) ?? null),
  };
}

function fitsIn(prepared: PreparedGraphs, contents: Node, task: KnownArtifactTask): boolean | null {
  const wanted = storedType(prepared, task);
  if (!wanted) return null;
  const references = referenceTypes({ ...prepared.subject, description: prepared.description });
  return isAssignable(inferType(contents, references), wanted);
}

/** Those that the task declares, then others that are given. */
function listArguments(task: KnownArtifactTask | null, args: Node | null): readonly ArtifactArgument[] {
  const given = new Map(
    args?.kind === 'map' ? args.entries.map(({ key, value }) => [textOf(key) ?? '', written(value)]) : [],
  );
  const schemas = task?.args ?? {};
  const names = new Set([...Object.keys(schemas), ...given.keys()]);
  return [...names].map((name) => ({
    name,
    given: given.get(name) ?? null,
    ...readSchema(schemas[name] ?? null),
  }));
}

const FORMS: Readonly<Record<string, LiteralForm>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'word',
};

function readSchema(schema: Json): Pick<ArtifactArgument, 'literal' | 'words' | 'description'> {
  const of = typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? schema : {};
  const { type, enum: listed, description } = of as { readonly [key: string]: Json };
  const word = typeof type === 'string' ? type : '';
  const words = Array.isArray(listed)
    ? (listed as readonly Json[]).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    : word === 'boolean'
      ? ['true', 'false']
      : [];
  return {
    literal: Array.isArray(listed) ? 'word' : (FORMS[word] ?? 'yaml'),
    words,
    description: typeof description === 'string' ? description : '',
  };
}
