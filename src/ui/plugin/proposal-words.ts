/** Differences between text and registration, in words. */
import type { AnalysedArtifact, AnalysedFunction } from '#core/plugin/analysis.ts';
import type { Change, Standing } from '#core/plugin/comparison.ts';
import type { ArtifactTask, FunctionTask, TaskOutput } from '#core/resources/content.ts';

export const STANDINGS: Readonly<Record<Standing, string>> = {
  same: 'as in the text',
  new: 'new in the text',
  changed: 'changed in the text',
  gone: 'gone from the text',
  unclear: 'the text does not tell',
};

/** What taking the change does, for a button. */
export function verbOf({ what }: Change): string {
  if (what === 'task-added') return 'Register';
  return what === 'task-removed' ? 'Take out' : 'Take';
}

/** `scale(value: number, factor?: number) → product: number` */
export function signatureOf(task: FunctionTask | ArtifactTask | AnalysedFunction | AnalysedArtifact): string {
  const inputs =
    'inputs' in task
      ? `(${task.inputs.map(({ name, type, required }) => `${name}${required ? '' : '?'}: ${type}`).join(', ')})`
      : '';
  return `${task.name}${inputs} → ${outputsText(task.outputs)}`;
}

/** The change in a few words, such as `input eps: string → number`. */
export function changeText(change: Change): string {
  switch (change.what) {
    case 'task-added':
      return signatureOf(change.task);
    case 'task-removed':
      return 'no longer exported';
    case 'input-added':
      return `new input ${change.input.name}: ${change.input.type}${change.input.required ? '' : ', optional'}`;
    case 'input-removed':
      return `input ${change.input} is gone`;
    case 'input-order':
      return `order of inputs: ${change.to.join(', ')}`;
    case 'input-type':
      return `input ${change.input}: ${change.from} → ${change.to}`;
    case 'input-required':
      return `input ${change.input}: ${change.to ? 'required' : 'optional'}`;
    case 'outputs':
      return `outputs: ${outputsText(change.from)} → ${outputsText(change.to)}`;
  }
}

function outputsText(outputs: readonly TaskOutput[]): string {
  return outputs.map(({ name, type }) => `${name}: ${type}`).join(', ') || 'nothing';
}
