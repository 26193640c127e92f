/** A step as a form shows it: each input of its task, what is given to it and what could be; its outputs, and who uses them. */
import type { InputDefinition, Task } from '#core/graph/description.ts';
import { referenceTypes } from '#core/graph/checks/parameter-types.ts';
import { written, type Node } from '#core/graph/node.ts';
import { readReference } from '#core/graph/reference.ts';
import type { Step } from '#core/graph/step.ts';
import { findArgument, givenNames } from '#core/graph/edit/arguments-tree.ts';
import { readCallBody, type CallBody } from '#core/graph/edit/call-body.ts';
import { findMentions } from '#core/graph/edit/remove-step.ts';
import { stepsFrom } from '#core/graph/edit/reach.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { isAssignable } from '#core/types/assign.ts';
import { inferType, type ReferenceTypes } from '#core/types/infer.ts';
import { ANY, type Type } from '#core/types/type.ts';
import { fitTest, listCandidates, type Candidate } from './candidates.ts';
import { literalForm, literalWords, type LiteralForm } from './literal.ts';
import { choiceOf, rangeOf, readGiven, type Choice, type GivenValue, type TextRange } from './given.ts';
import { showNamed, type ShownType } from './hover.ts';

/** An input of the task, as a field of a form. */
export interface StepInput {
  readonly name: string;
  readonly type: ShownType;
  readonly required: boolean;
  readonly given: GivenValue;
  /** Whether what is given is of a type that goes in; null where nothing is given. */
  readonly fits: boolean | null;
  /** The value in the text; null where nothing is given. */
  readonly range: TextRange | null;
  /** The same list for inputs of the same type. */
  readonly choices: readonly Choice[];
  /** How a value that is no reference is typed. */
  readonly literal: LiteralForm;
  /** All values that can be chosen instead of typed, as YAML: those of a boolean, and null. */
  readonly words: readonly string[];
}

/** An output of the task. */
export interface StepOutput {
  readonly name: string;
  readonly type: ShownType;
  /** References to it, as they are written, with who has them. */
  readonly usedBy: readonly {
    readonly owner: string;
    readonly input: string | null;
    readonly text: string;
  }[];
}

/** All that a form of a step shows. Plain data. */
export interface StepForm {
  readonly name: string;
  readonly range: TextRange | null;
  readonly task: string | null;
  /** Null where no pinned plugin has the task, or the step calls none. */
  readonly plugin: string | null;
  readonly inputs: readonly StepInput[];
  /** Arguments that the task has no input for, by name or as `#3`. */
  readonly surplus: readonly {
    readonly name: string;
    readonly text: string;
    readonly range: TextRange | null;
  }[];
  readonly outputs: readonly StepOutput[];
  readonly dependencies: readonly string[];
  /** Steps that it may still be told to wait for. */
  readonly mayDependOn: readonly string[];
}

/** Null where there is no such step. Reads as far as it can where the text is faulty. */
export function stepForm(prepared: PreparedGraphs, name: string): StepForm | null {
  const step = prepared.step(name);
  if (!step) return null;
  const task = prepared.surroundings.tasks.get(step.call?.task ?? '');
  const call = readCallBody(step);
  const dependencies = step.dependencies.map((item) => item.name);
  const later = stepsFrom(prepared.followers, name);
  const candidates = listCandidates(prepared, name, later);
  return {
    name,
    range: rangeOf(step.key, step.body),
    task: step.call?.task ?? null,
    plugin: prepared.source.functions.findLast((item) => item.name === step.call?.task)?.plugin ?? null,
    inputs: task ? new InputLister(prepared, candidates).list(task, call) : [],
    surplus: listSurplus(prepared, step, call),
    outputs: task ? listOutputs(prepared, task, name) : [],
    dependencies,
    mayDependOn: [...prepared.entries.keys()].filter(
      (item) => !later.has(item) && !dependencies.includes(item),
    ),
  };
}

class InputLister {
  readonly #prepared: PreparedGraphs;
  readonly #candidates: readonly Candidate[];
  readonly #references: ReferenceTypes;
  readonly #choices = new Map<Type, readonly Choice[]>();

  constructor(prepared: PreparedGraphs, candidates: readonly Candidate[]) {
    this.#prepared = prepared;
    this.#candidates = candidates;
    this.#references = referenceTypes({ ...prepared.subject, description: prepared.description });
  }

  list({ slots }: Task, call: CallBody | null): StepInput[] {
    const names = slots.map(({ name }) => name);
    return slots.map((slot) =>
      this.#input(slot, call ? (findArgument(call, names, slot.name)?.value ?? null) : null),
    );
  }

  #input({ name, type, required }: InputDefinition, value: Node | null): StepInput {
    const wanted = this.#prepared.subject.registry.types.get(type) ?? ANY;
    return {
      name,
      type: showNamed(this.#prepared, type),
      required,
      given: readGiven(this.#prepared, value),
      fits: value && isAssignable(inferType(value, this.#references), wanted),
      range: value && rangeOf(value, value),
      choices: this.#choicesFor(wanted),
      literal: literalForm(wanted),
      words: literalWords(wanted),
    };
  }

  #choicesFor(wanted: Type): readonly Choice[] {
    const known = this.#choices.get(wanted);
    if (known) return known;
    const fits = fitTest(wanted);
    const choices = this.#candidates.filter(({ type }) => fits(type)).map(choiceOf);
    this.#choices.set(wanted, choices);
    return choices;
  }
}

function listSurplus(prepared: PreparedGraphs, step: Step, call: CallBody | null): StepForm['surplus'] {
  const slots = prepared.slotsOf(step);
  if (!call) return [];
  return givenNames(call, slots)
    .filter((name) => !slots?.includes(name))
    .map((name) => {
      const { value } = findArgument(call, slots, name)!;
      return { name, text: written(value), range: rangeOf(value, value) };
    });
}

/** A mention without an output is one of the task's only output. */
function listOutputs(prepared: PreparedGraphs, { outputs }: Task, name: string): StepOutput[] {
  const mentions = findMentions(prepared, name).filter(({ kind }) => kind !== 'dependency');
  return outputs.map((output) => ({
    name: output.name,
    type: showNamed(prepared, output.type),
    usedBy: mentions
      .filter(
        ({ text }) =>
          (readReference(text)?.output ?? (outputs.length === 1 ? output.name : null)) === output.name,
      )
      .map(({ owner, input, text }) => ({ owner, input, text })),
  }));
}
