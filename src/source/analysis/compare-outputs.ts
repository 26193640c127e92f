/** What differs between registered outputs and what a function gives back. */
import type { AnalysedOutput } from '#core/plugin/analysis.ts';
import type { OutputsChange } from '#core/plugin/comparison.ts';
import type { TaskOutput } from '#core/resources/content.ts';
import type { Agreements } from './agreement.ts';

/** No change, or one. */
export function compareOutputs(
  from: readonly TaskOutput[],
  analysed: readonly AnalysedOutput[],
  agreements: Agreements,
): readonly OutputsChange[] {
  if (from.length !== analysed.length) {
    if (isSameTuple(from, analysed, agreements) || (from.length > 0 && analysed[0]?.written === null))
      return [];
    return [{ what: 'outputs', from, to: analysed.map(({ name, type }) => ({ name, type })), works: false }];
  }
  const found = analysed.map((output, i) => {
    const old = from[i] ?? output;
    return { old, output, agreement: agreements.ofOutput(old.type, output) };
  });
  const isRenamed = found.some(({ old, output }) => output.named && old.name !== output.name);
  if (!isRenamed && found.every(({ agreement }) => agreement === 'same')) return [];
  const to = found.map(({ old, output, agreement }) => ({
    name: output.named ? output.name : old.name,
    type: agreement === 'same' ? old.type : output.type,
  }));
  return [
    {
      what: 'outputs',
      from,
      to,
      works: !isRenamed && found.every(({ agreement }) => agreement !== 'differs'),
    },
  ];
}

/** A tuple may be one output or several: one is the whole of it. */
function isSameTuple(
  from: readonly TaskOutput[],
  analysed: readonly AnalysedOutput[],
  agreements: Agreements,
): boolean {
  const [one, several] = from.length === 1 ? [from, analysed] : [analysed, from];
  const parts = one.length === 1 && one[0] ? agreements.partsOf(one[0].type) : null;
  return (
    parts?.length === several.length &&
    several.every(({ type }, i) => agreements.isPart(type, parts[i] ?? null))
  );
}
