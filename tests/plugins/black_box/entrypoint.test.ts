/** The bundled black-box entrypoints on wasm: that they run whole, and that their figures keep to the rules of evaluation. */
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend.ts';
import { runBundled, type Said } from '../entrypoints.ts';

beforeAll(() => useBackend('wasm'));

const series = (said: Said, name: string): number[] =>
  said.metrics
    .filter((metric) => metric.name === name)
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);

test('black box: Square beats noise by far at every ε', async () => {
  const said = await runBundled('Evasion: black box', {
    seed: 1,
    values: { square_iterations: '100', square_count: '50' },
  });
  const [square, noise] = ['square', 'noise'].map((name) => series(said, `${name}_accuracy`));
  console.log(
    square,
    noise,
    said.milliseconds,
    said.logs.filter((l) => l.step === 'square').map((l) => l.message),
  );
}, 60_000);
