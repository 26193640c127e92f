/** Which of some artifacts feeds which artifact parameter: the one by its types, and among several the one by its name. */
import type { ArtifactRecord } from '#core/job/record.ts';
import type { EntrypointContent } from '#core/resources/content.ts';

type Parameter = EntrypointContent['artifactParameters'][number];

/** The types that an artifact gives, or that a parameter takes. */
export function sayTypes(outputs: readonly { readonly type: string }[]): string {
  return outputs.map((output) => output.type).join(', ') || 'nothing';
}

export function fitOf(parameter: Parameter, artifacts: readonly ArtifactRecord[]): ArtifactRecord | null {
  const wanted = sayTypes(parameter.outputs);
  const fits = artifacts.filter(({ handler }) => sayTypes(handler.outputs) === wanted);
  return fits.find(({ name }) => name === parameter.name) ?? fits[0] ?? null;
}

/** Choices by parameter after artifacts came in: the asked one's is replaced, others are filled where nothing was chosen. */
export function fitArtifacts(
  parameters: readonly Parameter[],
  artifacts: readonly ArtifactRecord[],
  chosen: Readonly<Record<string, string>>,
  asked: string,
): Record<string, string> {
  const fitted = parameters.flatMap((parameter): [string, string][] => {
    const fit = parameter.name === asked || !chosen[parameter.name] ? fitOf(parameter, artifacts) : null;
    return fit ? [[parameter.name, fit.id]] : [];
  });
  return { ...chosen, ...Object.fromEntries(fitted) };
}

/** What came of a chosen folder, in words beside the parameter for which it was chosen. */
export function tellTaken(
  parameter: Parameter,
  artifacts: readonly ArtifactRecord[],
  faults: readonly string[],
): { readonly said: string; readonly failed: boolean } {
  const fit = fitOf(parameter, artifacts);
  const held = artifacts.map(({ name, handler }) => `${name} (${sayTypes(handler.outputs)})`).join(', ');
  const misfit = `Taken in: ${held}. None of it is the ${sayTypes(parameter.outputs)} that is needed here.`;
  const said = fit ? `${fit.name} is taken in and chosen.` : artifacts.length > 0 ? misfit : '';
  return { said: [said, ...faults].filter(Boolean).join(' '), failed: !fit || faults.length > 0 };
}
