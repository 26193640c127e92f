/** Tasks and types in a line, as they are shown beside a name. */
import type { ArtifactTask, FunctionTask, TaskOutput } from '#core/resources/content.ts';

/** `train(data: Data, epochs?: integer) → model: Model`. */
export function signatureOf({ inputs, outputs }: Omit<FunctionTask, 'name'>): string {
  const taken = inputs.map(({ name, type, required }) => `${name}${required ? '' : '?'}: ${type}`).join(', ');
  return outputs.length === 0 ? `(${taken})` : `(${taken}) → ${outputsText(outputs)}`;
}

/** `model: Model`: what an artifact task stores and gives back. */
export function artifactSignature({ outputs }: ArtifactTask): string {
  return outputsText(outputs);
}

function outputsText(outputs: readonly TaskOutput[]): string {
  return outputs.map(({ name, type }) => `${name}: ${type}`).join(', ');
}
