/** The loss landscape: its axes and corners are what they are said to be, on a model whose every loss is known. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oneHot } from '#sdk';
import { loss_landscape, type LossLandscape } from '../../plugins/landscape/landscape.ts';
import { LossLandscapeArtifactTask } from '../../plugins/landscape/artifacts.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297), 60);
const few = sliceDigits8(all, 1297, 1307);
const INDEX = 4;
const SIZE = 9;

beforeEach(() => void listen());

const draw = (epsilon = 0.1): Promise<LossLandscape> =>
  loss_landscape(toNetwork(linear), toDataset(few), INDEX, epsilon, 12, SIZE);

/** The cross entropy of the image moved by `change`, in float64 from the weights. */
function lossAt(change: (pixel: number) => number): number {
  const scores = [...linear.bias];
  for (let j = 0; j < 64; j++) {
    const x = few.pixels[INDEX * 64 + j]! + change(j);
    for (let k = 0; k < 10; k++) scores[k]! += x * linear.weights[j * 10 + k]!;
  }
  const most = Math.max(...scores);
  const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
  return Math.log(sum) + most - scores[few.labels[INDEX]!]!;
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('along the first axis lies the attack, at 0 the image and at 1 its end', async () => {
    const { along, across, losses, label, images } = await draw();
    expect(label).toBe(few.labels[INDEX]);
    const middle = losses[across.indexOf(0)]!;
    const end = (j: number) => images.data[64 + j]! - images.data[j]!;
    along.forEach((a, column) =>
      expect(middle[column]).toBeCloseTo(
        lossAt((j) => a * end(j)),
        4,
      ),
    );
  });

  test('the way begins at the image, ends at 1, and climbs', async () => {
    const { way, epsilon, images } = await draw();
    expect(way).toHaveLength(13);
    expect(way[0]).toMatchObject({ along: 0, across: 0, share: 1 });
    expect(way.at(-1)!.along).toBeCloseTo(1, 6);
    expect(way.at(-1)!.across).toBeCloseTo(0, 6);
    expect(way.at(-1)!.share).toBeCloseTo(1, 6);
    expect(way.at(-1)!.loss).toBeGreaterThan(way[0]!.loss);
    for (let j = 0; j < 64; j++)
      expect(Math.abs(images.data[64 + j]! - images.data[j]!)).toBeLessThanOrEqual(epsilon + 1e-6);
  });

  test('it leaves no tensors behind, and the same job gives the same', async () => {
    const [model, dataset] = [toNetwork(linear), toDataset(few)];
    const once = () => (listen(), loss_landscape(model, dataset, INDEX, 0.1, 5, 5));
    const first = await once();
    const { numTensors } = tf.memory();
    expect(await once()).toEqual(first);
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

describe('what is kept', () => {
  test('comes back as it was', async () => {
    const landscape = await draw();
    const files = (await LossLandscapeArtifactTask.serialize(landscape, { name: 'l', args: {} })) as never;
    const back = await LossLandscapeArtifactTask.deserialize(files, { args: {} });
    expect({ ...back, images: back.images.data }).toEqual({ ...landscape, images: landscape.images.data });
  });

  test('a model without any gradient has a plain around the image', async () => {
    const flat = {
      classes: 2,
      logits: (x: tf.Tensor4D) => tf.mul(tf.sum(x, [1, 2]), [[0, 0]]) as tf.Tensor2D,
    };
    const labels = oneHot(
      few.labels.map((label) => label % 2),
      2,
    );
    const { losses, way } = await loss_landscape(flat, { ...toDataset(few), labels }, 0, 0.1, 3, 5);
    losses.flat().forEach((loss) => expect(loss).toBeCloseTo(Math.LN2, 5));
    expect(way.every(({ along }) => along === 0)).toBe(true);
  });

  test.each([
    ['no such image', [10, 0.1, 5, 5], 'index'],
    ['no radius', [0, 26, 5, 5], '26/255'],
    ['no grid', [0, 0.1, 5, 3], 'size'],
  ] as const)('%s is refused', async (_, numbers, word) => {
    await expect(loss_landscape(toNetwork(linear), toDataset(few), ...numbers)).rejects.toThrow(word);
  });
});
