// A random edit, and what the graphs must say after it by the model alone.
import { parseYaml } from '#core/graph/yaml.ts';
import { nodeOf } from '#core/graph/value.ts';
import * as artifacts from '#core/graph/edit/artifacts.ts';
import * as args from '#core/graph/edit/arguments.ts';
import type { ArgumentValue } from '#core/graph/edit/argument-value.ts';
import type { EditOutcome } from '#core/graph/edit/edit.ts';
import { removeStep } from '#core/graph/edit/remove-step.ts';
import { renameArtifactParameter, renameParameter } from '#core/graph/edit/rename-parameter.ts';
import { addStep, duplicateStep, renameStep } from '#core/graph/edit/steps.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import {
  mapTexts,
  plain,
  prune,
  pruneRecord,
  refersTo,
  type Model,
  type ModelArtifact,
  type ModelStep,
  type Plain,
} from './model.ts';
import type { Dice } from './random-layout.ts';
import { FUNCTIONS } from './tools.ts';

export interface RandomEdit {
  readonly what: string;
  readonly outcome: EditOutcome;
  readonly expected: Model;
  /** Steps and artifacts whose text may change; all others must stay byte for byte. */
  readonly concerns: (name: string) => boolean;
}

const VALUES: readonly unknown[] = [
  'plain',
  '$home',
  'yes',
  '',
  'a: b',
  3,
  -0.25,
  1e-9,
  true,
  null,
  ['x', 1],
  { k: ['y, z'], 'l m': null },
  'two\nlines',
  [],
  {},
  '$$',
];
const TYPED = ['[$seed, 0x10]', "{a: 'b'}", '1.0', '"quoted"', '- x\n- y', '017'];
const FRESH = ['new', 'the new', 'no', '1_5', 'é', 'b', 'data', '{', 'tail:'];

type Given = Readonly<Record<string, Plain>>;

/** What an edit is about, thrown anew for each. */
class Throw {
  readonly graphs: PreparedGraphs;
  readonly model: Model;
  readonly dice: Dice;
  readonly name: string;
  readonly other: string;
  readonly fresh: string;
  readonly input: string;
  readonly inputs: readonly string[];
  readonly output: string | null;
  readonly artifact: string;
  readonly value: ArgumentValue;
  /** What must then be written. */
  readonly written: Plain;

  constructor(dice: Dice, graphs: PreparedGraphs, model: Model) {
    this.dice = dice;
    this.graphs = graphs;
    this.model = model;
    this.name = this.#anyStep();
    this.other = this.#anyStep();
    this.fresh = this.pick(FRESH);
    this.inputs = this.#taskOf(this.name)?.inputs.map((input) => input.name) ?? ['data'];
    this.input = this.pick(this.inputs);
    this.output = this.outputs.length > 0 ? this.pick(this.outputs).name : null;
    this.artifact = model.artifacts.length > 0 ? this.pick(model.artifacts).name : 'nothing';
    [this.value, this.written] = this.#anyValue();
  }

  get step(): ModelStep | undefined {
    return this.model.steps.find(({ name }) => name === this.name);
  }

  /** Those of the other step. */
  get outputs() {
    return this.#taskOf(this.other)?.outputs ?? [];
  }

  get reference(): string {
    return this.output === null || this.outputs.length === 1
      ? `$${this.other}`
      : `$${this.other}.${this.output}`;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.dice(items.length)]!;
  }

  /** The model with the step changed. */
  withStep(change: (step: ModelStep) => ModelStep): Model {
    return {
      ...this.model,
      steps: this.model.steps.map((step) => (step.name === this.name ? change(step) : step)),
    };
  }

  withGiven(change: (given: Given) => Given): Model {
    return this.withStep((step) => ({ ...step, given: change(step.given) }));
  }

  withArgument(value: Plain | null): Model {
    return this.withGiven((given) =>
      value === null ? without(given, this.input) : { ...given, [this.input]: value },
    );
  }

  withArtifact(change: (artifact: ModelArtifact) => ModelArtifact): Model {
    return {
      ...this.model,
      artifacts: this.model.artifacts.map((item) => (item.name === this.artifact ? change(item) : item)),
    };
  }

  /** The model with references to one name going to the fresh one. */
  redirected(from: string): Model {
    const follow = (text: string): string =>
      refersTo(from)(text) ? `$${this.fresh}${text.slice(from.length + 1)}` : text;
    return {
      steps: this.model.steps.map((step) => ({
        ...step,
        given: Object.fromEntries(
          Object.entries(step.given).map(([key, value]) => [key, mapTexts(value, follow)]),
        ),
      })),
      artifacts: this.model.artifacts.map((item) => ({ ...item, contents: follow(item.contents) })),
    };
  }

  /** In an artifact's arguments a dollar is a dollar. */
  get plainWritten(): Plain {
    return this.value.kind === 'literal' ? plain(nodeOf(this.value.value)) : this.written;
  }

  #anyStep(): string {
    const { steps } = this.model;
    return steps.length > 0 && this.dice(12) > 0 ? this.pick(steps).name : 'nobody';
  }

  #taskOf(name: string) {
    const task = this.model.steps.find((step) => step.name === name)?.task;
    return FUNCTIONS.find((item) => item.name === task);
  }

  #anyValue(): [ArgumentValue, Plain] {
    if (this.dice(3) === 0) return [{ kind: 'reference', name: 'seed' }, '$seed'];
    if (this.dice(4) === 0) {
      const text = this.pick(TYPED);
      return [{ kind: 'yaml', text }, plain(parseYaml(text).root)];
    }
    const value = this.pick(VALUES);
    const escape = (text: string): string => (/^\$./.test(text) ? `$${text}` : text);
    return [{ kind: 'literal', value }, mapTexts(plain(nodeOf(value)), escape)];
  }
}

function without(given: Given, name: string): Given {
  return Object.fromEntries(Object.entries(given).filter(([key]) => key !== name));
}

type MakeEdit = (t: Throw) => Omit<RandomEdit, 'concerns'> & { readonly concerns?: RandomEdit['concerns'] };

const none = (): boolean => false;
const all = (): boolean => true;

const STEP_EDITS: readonly MakeEdit[] = [
  (t) => {
    const given = t.inputs.filter(() => t.dice(2) === 0);
    const task = t.step?.task ?? 'say';
    const wanted = t.step ? Object.fromEntries(given.map((input) => [input, t.value])) : [t.value];
    const after = t.dice(2) === 0 ? null : t.name;
    const outcome = addStep(t.graphs, {
      task,
      name: t.fresh,
      args: wanted,
      ...(after !== null && { after }),
    });
    const written = t.step
      ? Object.fromEntries(given.map((input) => [input, t.written]))
      : { text: t.written };
    const { steps } = t.model;
    const at = after === null ? steps.length : steps.findIndex(({ name }) => name === after) + 1;
    const added = { name: t.fresh, task, given: written, after: [] };
    const expected = { ...t.model, steps: steps.toSpliced(at, 0, added) };
    return { what: `add ${t.fresh} behind ${after}`, outcome, expected, concerns: none };
  },
  (t) => {
    const steps = t.model.steps.filter(({ name }) => name !== t.name);
    return {
      what: `remove ${t.name}`,
      outcome: removeStep(t.graphs, t.name),
      expected: { ...t.model, steps },
    };
  },
  (t) => {
    const isGone = refersTo(t.name);
    const left = t.model.steps.filter(({ name }) => name !== t.name);
    const steps = left.map((step) => ({
      ...step,
      given: pruneRecord(step.given, isGone),
      after: step.after.filter((name) => name !== t.name),
    }));
    const kept = t.model.artifacts.filter(({ contents }) => !isGone(contents));
    const expected = { steps, artifacts: kept };
    const changed = left.filter((step, index) => JSON.stringify(step) !== JSON.stringify(steps[index]));
    const concerned = new Set([
      t.name,
      ...changed.map(({ name }) => name),
      ...t.model.artifacts.filter((item) => !kept.includes(item)).map(({ name }) => name),
    ]);
    return {
      what: `remove ${t.name} and all mentions`,
      outcome: removeStep(t.graphs, t.name, 'remove'),
      expected,
      concerns: (name) => concerned.has(name),
    };
  },
  (t) => {
    const index = t.model.steps.findIndex(({ name }) => name === t.name);
    const copies = t.step ? [{ ...t.step, name: t.fresh }] : [];
    return {
      what: `duplicate ${t.name}`,
      outcome: duplicateStep(t.graphs, t.name, t.fresh),
      expected: { ...t.model, steps: t.model.steps.toSpliced(index + 1, 0, ...copies) },
      concerns: none,
    };
  },
  (t) => {
    const expected = t.redirected(t.name);
    const rename = (name: string): string => (name === t.name ? t.fresh : name);
    const steps = expected.steps.map((step) => ({
      ...step,
      name: rename(step.name),
      after: step.after.map(rename),
    }));
    return {
      what: `rename ${t.name} to ${t.fresh}`,
      outcome: renameStep(t.graphs, t.name, t.fresh),
      expected: { ...expected, steps },
      concerns: all,
    };
  },
  (t) => ({
    what: `rename parameter to ${t.fresh}`,
    outcome: renameParameter(t.graphs, 'seed', t.fresh),
    expected: t.redirected('seed'),
    concerns: all,
  }),
  (t) => ({
    what: `rename artifact parameter to ${t.fresh}`,
    outcome: renameArtifactParameter(t.graphs, 'weights', t.fresh),
    expected: t.redirected('weights'),
    concerns: all,
  }),
];

const ARGUMENT_EDITS: readonly MakeEdit[] = [
  (t) => ({
    what: `set ${t.name}.${t.input}`,
    outcome: args.setArgument(t.graphs, t.name, t.input, t.value),
    expected: t.withArgument(t.written),
  }),
  (t) => ({
    what: `set ${t.name}.${t.input} by its number`,
    outcome: args.setArgument(t.graphs, t.name, t.inputs.indexOf(t.input), t.value),
    expected: t.withArgument(t.written),
  }),
  (t) => ({
    what: `remove ${t.name}.${t.input}`,
    outcome: args.removeArgument(t.graphs, t.name, t.input),
    expected: t.withArgument(null),
  }),
  (t) => ({
    what: `wire ${t.other}.${t.output} to ${t.name}.${t.input}`,
    outcome: args.wire(t.graphs, { from: t.other, output: t.output, to: t.name, input: t.input }),
    expected: t.withArgument(t.reference),
  }),
  (t) => {
    const before = t.step?.given[t.input];
    const isWire = (text: string): boolean =>
      t.output === null ? refersTo(t.other)(text) : [t.reference, `$${t.other}.${t.output}`].includes(text);
    return {
      what: `unwire ${t.other}.${t.output} from ${t.name}.${t.input}`,
      outcome: args.unwire(t.graphs, { from: t.other, output: t.output, to: t.name, input: t.input }),
      expected: t.withArgument(before === undefined ? null : prune(before, isWire)),
    };
  },
  (t) => ({
    what: `${t.name} after ${t.other}`,
    outcome: args.addDependency(t.graphs, t.name, t.other),
    expected: t.withStep((step) => ({ ...step, after: [...new Set([...step.after, t.other])] })),
  }),
  (t) => ({
    what: `${t.name} no longer after ${t.other}`,
    outcome: args.removeDependency(t.graphs, t.name, t.other),
    expected: t.withStep((step) => ({ ...step, after: step.after.filter((name) => name !== t.other) })),
  }),
];

const ARTIFACT_EDITS: readonly MakeEdit[] = [
  (t) => {
    const contents = { kind: 'reference', name: t.other, output: t.output } as const;
    const added = {
      name: t.fresh,
      contents: t.output === null ? `$${t.other}` : `$${t.other}.${t.output}`,
      task: 'TextTask',
      args: { x: t.plainWritten },
    };
    const wanted = { name: t.fresh, contents, task: 'TextTask', args: { x: t.value } };
    return {
      what: `add artifact ${t.fresh}`,
      outcome: artifacts.addArtifact(t.graphs, wanted),
      expected: { ...t.model, artifacts: [...t.model.artifacts, added] },
      concerns: none,
    };
  },
  (t) => ({
    what: `remove artifact ${t.artifact}`,
    outcome: artifacts.removeArtifact(t.graphs, t.artifact),
    expected: { ...t.model, artifacts: t.model.artifacts.filter(({ name }) => name !== t.artifact) },
  }),
  (t) => ({
    what: `rename artifact ${t.artifact} to ${t.fresh}`,
    outcome: artifacts.renameArtifact(t.graphs, t.artifact, t.fresh),
    expected: t.withArtifact((item) => ({ ...item, name: t.fresh })),
  }),
  (t) => ({
    what: `contents of ${t.artifact}`,
    outcome: artifacts.setArtifactContents(t.graphs, t.artifact, {
      kind: 'reference',
      name: t.other,
      output: 'o',
    }),
    expected: t.withArtifact((item) => ({ ...item, contents: `$${t.other}.o` })),
  }),
  (t) => ({
    what: `task of ${t.artifact}`,
    outcome: artifacts.setArtifactTask(t.graphs, t.artifact, 'Other: Task'),
    expected: t.withArtifact((item) => ({ ...item, task: 'Other: Task' })),
  }),
  (t) => ({
    what: `argument of ${t.artifact}`,
    outcome: artifacts.setArtifactArgument(t.graphs, t.artifact, 'x', t.value),
    expected: t.withArtifact((item) => ({ ...item, args: { ...item.args, x: t.plainWritten } })),
  }),
  (t) => ({
    what: `no argument of ${t.artifact}`,
    outcome: artifacts.setArtifactArgument(t.graphs, t.artifact, 'x', null),
    expected: t.withArtifact((item) => ({ ...item, args: without(item.args, 'x') })),
  }),
];

export function randomEdit(dice: Dice, graphs: PreparedGraphs, model: Model): RandomEdit {
  const thrown = new Throw(dice, graphs, model);
  const groups =
    model.artifacts.length > 0 || dice(4) === 0
      ? [STEP_EDITS, ARGUMENT_EDITS, ARGUMENT_EDITS, ARTIFACT_EDITS]
      : [STEP_EDITS, ARGUMENT_EDITS];
  const edit = thrown.pick(thrown.pick(groups))(thrown);
  return { ...edit, concerns: edit.concerns ?? ((name) => name === thrown.name || name === thrown.artifact) };
}
