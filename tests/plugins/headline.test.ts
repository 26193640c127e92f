/** Which attack the verdict tells of, worked out by hand from counts; and what becomes of noise that is given twice. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Classifier, Dataset, Examples } from '#sdk';
import { evaluate_robustness } from '../../plugins/robustness/evaluate.ts';
import { useBackend } from './backend.ts';
import { listen, type Heard } from './step-context.ts';

const SIZE = 100;
const model: Classifier = { classes: 2, logits: (x) => tf.tile(tf.tensor2d([[1, 0]]), [x.shape[0], 1]) };
let heard: Heard;
beforeAll(() => useBackend('cpu'));
beforeEach(() => (heard = listen(1)));

const dataset = (): Dataset => ({
  images: tf.zeros([SIZE, 1, 1, 1]),
  labels: tf.oneHot(tf.zeros([SIZE], 'int32'), 2, 1, 0, 'float32') as tf.Tensor2D,
  meta: { name: 'zeros', classes: ['a', 'b'], range: [0, 1] } as unknown as Dataset['meta'],
});

/** Made on the first `count` images, of which `right` are still read right. */
function led(
  attack: string,
  [right, count]: readonly [number, number],
  more: Partial<Examples> = {},
): Examples {
  const zeros = new Float32Array(count);
  const predictions = Int32Array.from(zeros, (_, i) => Number(i >= right));
  const round = {
    epsilon: 0.1,
    images: tf.zeros([count, 1, 1, 1]) as tf.Tensor4D,
    predictions,
    success: Uint8Array.from(predictions),
    norms: { l0: zeros, l1: zeros, l2: zeros, linf: zeros },
    queries: new Int32Array(count),
    gradient_evaluations: new Int32Array(count),
  };
  return {
    attack,
    role: 'adversarial',
    norm: 'Linf',
    target: null,
    threat: { sees: 'all', may_change: 'every pixel (L∞)', tries: 'once' },
    health: null,
    attacked: model,
    rounds: [round],
    ...more,
  };
}

const reportOf = async (...attacks: Examples[]) => (await evaluate_robustness(model, dataset(), attacks))[0];

describe('the verdict tells of', () => {
  test.each<[string, readonly [number, number], readonly [number, number], 'A' | 'B']>([
    ['the lower share of as many images', [40, 100], [39, 100], 'B'],
    ['the first of two that leave the same', [40, 100], [40, 100], 'A'],
    ['the one on more images, where the lower share may be luck', [10, 100], [1, 16], 'A'],
    ['the one on more images, though it came second', [8, 16], [60, 100], 'B'],
    ['the one on fewer images, where its band lies below', [60, 100], [1, 16], 'B'],
    ['the one on fewer images, though it came first', [1, 16], [60, 100], 'A'],
  ])('%s', async (_, one, other, told) => {
    const { headline, data } = await reportOf(led('A', one), led('B', other));
    const [right, count] = told === 'A' ? one : other;
    expect([headline.attack, headline.correct, data.count]).toEqual([told, right, count]);
  });
});

describe('noise', () => {
  const noise = (epsilon: number, right = 90) => {
    const made = led('noise', [right, SIZE], { role: 'noise' });
    return { ...made, rounds: made.rounds.map((round) => ({ ...round, epsilon })) };
  };
  test('given twice at the same ε is counted once, and that is said', async () => {
    const { curves } = await reportOf(noise(0.1), led('A', [40, SIZE]), noise(0.1, 80));
    expect(curves.map(({ attack, points }) => [attack, points[1]!.correct])).toEqual([
      ['noise', 90],
      ['A', 40],
    ]);
    expect(heard.logs.map(({ message }) => message)).toContain(
      'noise is there twice with the same ε: the second one is left out',
    );
  });
  test('of other ε is not dropped: it is refused, as any attack that is given twice', async () => {
    await expect(reportOf(noise(0.1), noise(0.2))).rejects.toThrow('The attack noise is given twice.');
  });
});

test('an attack that judged a random defence by too few readings is noted', async () => {
  const threat = { sees: 'the class', may_change: 'every pixel (L∞)', tries: 'once', hasty: true } as const;
  const { notes } = await reportOf(led('A', [40, SIZE]), led('B', [50, SIZE], { threat }));
  expect(notes).toEqual([
    'B judged a random defence by too few readings: what it leaves is no robust accuracy',
  ]);
});
