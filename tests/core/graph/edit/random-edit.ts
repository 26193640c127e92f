// A random edit, and what the graphs must say after it by the model alone.
import { parseYaml } from '#core/graph/yaml.ts';
import { nodeOf } from '#core/graph/value.ts';
import { addArtifact, removeArtifact, renameArtifact, setArtifactArgument, setArtifactContents, setArtifactTask } from '#core/graph/edit/artifacts.ts';
import { addDependency, removeArgument, removeDependency, setArgument, unwire, wire } from '#core/graph/edit/arguments.ts';
import type { ArgumentValue } from '#core/graph/edit/argument-value.ts';
import type { EditOutcome } from '#core/graph/edit/edit.ts';
import { removeStep } from '#core/graph/edit/remove-step.ts';
import { addStep, duplicateStep, renameStep } from '#core/graph/edit/steps.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { mapTexts, plain, prune, pruneRecord, refersTo, type Model, type ModelArtifact, type ModelStep, type Plain } from './model.ts';
import type { Dice } from './random-layout.ts';
import { FUNCTIONS } from './tools.ts';

export interface RandomEdit {
  readonly what: string;
  readonly outcome: EditOutcome;
  readonly expected: Model;
  /** Steps and artifacts whose text may change; all others must stay byte for byte. */
  readonly concerns: (name: string) => boolean;
}

const VALUES: readonly unknown[] = ['plain', '$home', 'yes', '', 'a: b', 3, -0.25, 1e-9, true, null, ['x', 1], { k: ['y, z'], 'l m': null }, 'two\nlines', [], {}, '$$'];

export function randomEdit(dice: Dice, prepared: PreparedGraphs, model: Model): RandomEdit {
  const pick = <T>(items: readonly T[]): T => items[dice(items.length)]!;
  const anyName = (): string => (model.steps.length > 0 && dice(12) > 0 ? pick(model.steps).name : 'nobody');
  const [name, other] = [anyName(), anyName()];
  const step = model.steps.find((item) => item.name === name);
  const outputs = FUNCTIONS.find((task) => task.name === model.steps.find((item) => item.name === other)?.task)?.outputs ?? [];
  const output = outputs.length > 0 ? pick(outputs).name : null;
  const inputs = FUNCTIONS.find((task) => task.name === step?.task)?.inputs.map((input) => input.name) ?? ['data'];
  const input = inputs.length > 0 ? pick(inputs) : 'x';
  const fresh = pick(['new', 'the new', 'no', '1.5'.replace('.', '_'), 'é', 'b', 'data', '{', 'tail:']);
  const [value, written] = randomValue(dice, pick);
  const update = (change: (found: ModelStep) => ModelStep): Model => ({ ...model, steps: model.steps.map((item) => (item.name === name ? change(item) : item)) });
  const give = (given: Plain): Model => update((item) => ({ ...item, given: { ...item.given, [input]: given } }));
  const only = (item: string): boolean => item === name;
  const artifact = model.artifacts.length > 0 ? pick(model.artifacts).name : 'nothing';
  const reference = output === null || (outputs.length === 1) ? `$${other}` : `$${other}.${output}`;

  const edits: (() => RandomEdit)[] = [
    () => {
      const args = Object.fromEntries(inputs.filter(() => dice(2) === 0).map((item) => [item, value]));
      const after = dice(2) === 0 ? undefined : name;
      const outcome = addStep(prepared, { task: step?.task ?? 'say', name: fresh, args: step ? args : [value], ...(after && { after }) });
      const added: ModelStep = { name: fresh, task: step?.task ?? 'say', given: step ? Object.fromEntries(Object.keys(args).map((item) => [item, written])) : { text: written }, after: [] };
      const at = after ? model.steps.findIndex((item) => item.name === after) + 1 : model.steps.length;
      return { what: `add ${fresh} after ${after}`, outcome, expected: { ...model, steps: model.steps.toSpliced(at, 0, added) }, concerns: () => false };
    },
    () => {
      const mentions = dice(2) === 0 ? 'keep' : 'remove';
      const isGone = refersTo(name);
      const left = model.steps.filter((item) => item.name !== name);
      const cleared: Model = {
        steps: left.map((item) => ({ ...item, given: pruneRecord(item.given, isGone), after: item.after.filter((earlier) => earlier !== name) })),
        artifacts: model.artifacts.filter(({ contents }) => !isGone(contents)),
      };
      const mentioning = new Set([...left.filter((item) => JSON.stringify(item).includes(JSON.stringify(name).slice(1, -1))).map((item) => item.name), ...model.artifacts.filter(({ contents }) => isGone(contents)).map((item) => item.name)]);
      return {
        what: `remove ${name}, ${mentions} mentions`,
        outcome: removeStep(prepared, name, mentions),
        expected: mentions === 'keep' ? { ...model, steps: left } : cleared,
        concerns: (item) => item === name || (mentions === 'remove' && mentioning.has(item)),
      };
    },
    () => {
      const index = model.steps.findIndex((item) => item.name === name);
      return { what: `duplicate ${name}`, outcome: duplicateStep(prepared, name, fresh), expected: step ? { ...model, steps: model.steps.toSpliced(index + 1, 0, { ...step, name: fresh }) } : model, concerns: () => false };
    },
    () => {
      const follow = (text: string): string => (refersTo(name)(text) ? `$${fresh}${text.slice(name.length + 1)}` : text);
      const steps = model.steps.map((item) => ({
        ...item,
        name: item.name === name ? fresh : item.name,
        given: Object.fromEntries(Object.entries(item.given).map(([key, given]) => [key, mapTexts(given, follow)])),
        after: item.after.map((earlier) => (earlier === name ? fresh : earlier)),
      }));
      const artifacts = model.artifacts.map((item) => ({ ...item, contents: follow(item.contents) }));
      return { what: `rename ${name} to ${fresh}`, outcome: renameStep(prepared, name, fresh), expected: { steps, artifacts }, concerns: () => true };
    },
    () => ({ what: `set ${name}.${input} to ${JSON.stringify(value)}`, outcome: setArgument(prepared, name, input, value), expected: give(written), concerns: only }),
    () => ({ what: `set ${name}.${input} to ${JSON.stringify(value)}`, outcome: setArgument(prepared, name, inputs.indexOf(input), value), expected: give(written), concerns: only }),
    () => ({ what: `drop ${name}.${input}`, outcome: removeArgument(prepared, name, input), expected: update((item) => ({ ...item, given: Object.fromEntries(Object.entries(item.given).filter(([key]) => key !== input)) })), concerns: only }),
    () => ({ what: `wire ${other}.${output} to ${name}.${input}`, outcome: wire(prepared, { from: other, output, to: name, input }), expected: give(reference), concerns: only }),
    () => {
      const before = step?.given[input];
      const isWire = (text: string): boolean => refersTo(other)(text) && (output === null || text === `$${other}.${output}` || (outputs.length === 1 && text === `$${other}`));
      const left = before === undefined ? null : prune(before, isWire);
      const expected = left === null ? update((item) => ({ ...item, given: Object.fromEntries(Object.entries(item.given).filter(([key]) => key !== input)) })) : give(left);
      return { what: `unwire ${other}.${output} from ${name}.${input}`, outcome: unwire(prepared, { from: other, output, to: name, input }), expected, concerns: only };
    },
    () => ({ what: `${name} after ${other}`, outcome: addDependency(prepared, name, other), expected: update((item) => ({ ...item, after: item.after.includes(other) ? item.after : [...item.after, other] })), concerns: only }),
    () => ({ what: `${name} no longer after ${other}`, outcome: removeDependency(prepared, name, other), expected: update((item) => ({ ...item, after: item.after.filter((earlier) => earlier !== other) })), concerns: only }),
    () => ({ what: `add artifact ${fresh}`, outcome: addArtifact(prepared, { name: fresh, contents: { kind: 'reference', name: other, output }, task: 'TextTask', args: { x: value } }), expected: { ...model, artifacts: [...model.artifacts, { name: fresh, contents: output === null ? `$${other}` : `$${other}.${output}`, task: 'TextTask', args: { x: unescaped(written, value) } }] }, concerns: () => false }),
    () => ({ what: `remove artifact ${artifact}`, outcome: removeArtifact(prepared, artifact), expected: { ...model, artifacts: model.artifacts.filter((item) => item.name !== artifact) }, concerns: (item) => item === artifact }),
    () => artifactEdit(`rename ${artifact} to ${fresh}`, renameArtifact(prepared, artifact, fresh), (item) => ({ ...item, name: fresh })),
    () => artifactEdit(`contents of ${artifact}`, setArtifactContents(prepared, artifact, { kind: 'reference', name: other, output: 'o' }), (item) => ({ ...item, contents: `$${other}.o` })),
    () => artifactEdit(`task of ${artifact}`, setArtifactTask(prepared, artifact, 'Other: Task'), (item) => ({ ...item, task: 'Other: Task' })),
    () => artifactEdit(`argument of ${artifact}`, setArtifactArgument(prepared, artifact, 'x', value), (item) => ({ ...item, args: { ...item.args, x: unescaped(written, value) } })),
    () => artifactEdit(`no argument of ${artifact}`, setArtifactArgument(prepared, artifact, 'x', null), ({ args, ...item }) => ({ ...item, args: Object.fromEntries(Object.entries(args).filter(([key]) => key !== 'x')) })),
  ];
  const artifactEdit = (what: string, outcome: EditOutcome, change: (item: ModelArtifact) => ModelArtifact): RandomEdit => ({
    what,
    outcome,
    expected: { ...model, artifacts: model.artifacts.map((item) => (item.name === artifact ? change(item) : item)) },
    concerns: (item) => item === artifact,
  });
  return pick(edits)();
}

/** A value with what must then be written. */
function randomValue(dice: Dice, pick: <T>(items: readonly T[]) => T): [ArgumentValue, Plain] {
  if (dice(3) === 0) return [{ kind: 'reference', name: 'seed' }, '$seed'];
  if (dice(4) === 0) {
    const text = pick(['[$seed, 0x10]', "{a: 'b'}", '1.0', '"quoted"', '- x\n- y', '017']);
    return [{ kind: 'yaml', text }, plain(parseYaml(text).root)];
  }
  const value = pick(VALUES);
  return [{ kind: 'literal', value }, mapTexts(plain(nodeOf(value)), (text) => (/^\$./.test(text) ? `$${text}` : text))];
}

/** In an artifact's arguments a dollar is a dollar. */
function unescaped(written: Plain, value: ArgumentValue): Plain {
  return value.kind === 'literal' ? plain(nodeOf(value.value)) : written;
}
