/** What a reference means: a parameter, an output of a step, an output of an artifact input, or nothing, and why. */
import { didYouMean } from '#core/nearest.ts';
import { issue, type At, type Issue } from '#core/issues.ts';
import {
  taskOf,
  type ArtifactInput,
  type Description,
  type OutputDefinition,
  type Parameter,
} from './description.ts';
import type { Reference } from './reference.ts';
import type { Step } from './step.ts';

export type Target =
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  | { readonly kind: 'output'; readonly step: Step; readonly output: OutputDefinition }
  | { readonly kind: 'artifact'; readonly artifact: ArtifactInput; readonly output: OutputDefinition }
  /** A step of a task that is not known, so that nothing can be said of its outputs. */
  | { readonly kind: 'unsure'; readonly step: Step }
  | {
      readonly kind: 'nothing';
      readonly reason: Reason;
      readonly owner: string;
      readonly outputs: readonly OutputDefinition[];
    };

export type Reason =
  'unknown-reference' | 'no-output' | 'output-needed' | 'unknown-output' | 'parameter-output';

/** Looks among parameters (without a dot), then steps, then artifact inputs, as a running job does. */
export function resolveReference({ name, output }: Reference, description: Description): Target {
  const parameter = description.parameters.get(name);
  if (parameter && output === null) return { kind: 'parameter', parameter };
  const step = description.stepsByName.get(name);
  if (step) return resolveStep(step, output, description);
  const artifact = description.artifactInputs.get(name);
  if (artifact) {
    const found = pickOutput(artifact.outputs, output);
    return typeof found === 'string'
      ? nothing(found, 'the artifact', artifact.outputs)
      : { kind: 'artifact', artifact, output: found };
  }
  return nothing(parameter ? 'parameter-output' : 'unknown-reference', '', []);
}

function resolveStep(step: Step, output: string | null, description: Description): Target {
  const task = taskOf(step, description);
  if (!task) return { kind: 'unsure', step };
  const found = pickOutput(task.outputs, output);
  return typeof found === 'string'
    ? nothing(found, 'the step', task.outputs)
    : { kind: 'output', step, output: found };
}

function pickOutput(outputs: readonly OutputDefinition[], name: string | null): OutputDefinition | Reason {
  if (name !== null)
    return (
      outputs.find((output) => output.name === name) ?? (outputs.length > 0 ? 'unknown-output' : 'no-output')
    );
  if (outputs.length === 1) return outputs[0]!;
  return outputs.length === 0 ? 'no-output' : 'output-needed';
}

function nothing(reason: Reason, owner: string, outputs: readonly OutputDefinition[]): Target {
  return { kind: 'nothing', reason, owner, outputs };
}

/** The issue for a reference that means nothing; null for one that does, or that may. */
export function explainReference(
  reference: Reference,
  description: Description,
  where: () => At,
): Issue | null {
  const target = resolveReference(reference, description);
  if (target.kind !== 'nothing') return null;
  const { name, text } = reference;
  const choices = target.outputs.map((output) => `"$${name}.${output.name}"`).join(', ');
  switch (target.reason) {
    case 'unknown-reference':
      return issue(
        'unknown-reference',
        { name, reference: text, escaped: `$${text}`, hint: hintFor(name, description) },
        where(),
      );
    case 'no-output':
      return issue('no-output', { name, reference: text, what: target.owner }, where());
    case 'output-needed':
      return issue('output-needed', { name, reference: text, choices }, where());
    case 'unknown-output': {
      const hint = didYouMean(
        reference.output ?? '',
        target.outputs.map((output) => output.name),
      );
      return issue(
        'unknown-output',
        { name, output: reference.output ?? '', hint, choices: `Write ${choices}.` },
        where(),
      );
    }
    case 'parameter-output':
      return issue('parameter-output', { name, reference: text }, where());
  }
}

function hintFor(name: string, { parameters, stepsByName, artifactInputs }: Description): string {
  return didYouMean(name, [...parameters.keys(), ...artifactInputs.keys(), ...stepsByName.keys()]);
}
