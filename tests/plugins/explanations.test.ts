/** Explanations against closed forms of linear models, their completeness, and the sanity check of Adebayo et al. (2018). */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { copyModel, oneHot, openClassifier, type Dataset } from '#sdk';
import { parseExplanations } from '#ui/figure/explanation-sheet.ts';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import {
  drawPictures,
  ExplanationsArtifactTask,
  ExplanationSheetArtifactTask,
} from '../../plugins/explanations/artifacts.ts';
import { collect_explanations } from '../../plugins/explanations/collect.ts';
import { findGaps, integrateGradients } from '../../plugins/explanations/attribute.ts';
import {
  explain_grad_cam,
  explain_integrated_gradients,
  explain_saliency,
  explain_smooth_grad,
  type Explanations,
} from '../../plugins/explanations/explain.ts';
import { load_pretrained_model } from '../../plugins/robustness/pretrained.ts';
import { relativeError, useBackend } from './backend.ts';
import { CLASSES, PIXELS, readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { bundledData } from './entrypoints.ts';
import { listen, type Heard } from './step-context.ts';

const data = { mnist: bundledData('mnist')!, 'demo-weights': bundledData('demo-weights')! };
let heard: Heard;
beforeEach(() => void (heard = listen(3, data)));

const all = readDigits8();
const linear = trainLinear(sliceDigits8(all, 0, 1297));
const digits = sliceDigits8(all, 1297, 1302);

/** The weights of the class that is explained, times what `factor` says of each pixel. */
function closedForm({ items }: Explanations, factor: (pixel: number) => number): number[] {
  return items.flatMap(({ explained }, i) =>
    Array.from(
      { length: PIXELS },
      (_, j) => linear.weights[j * CLASSES + explained]! * factor(digits.pixels[i * PIXELS + j]!),
    ),
  );
}

async function openReady(): Promise<{ model: tf.LayersModel; dataset: Dataset }> {
  const [, , test] = await load_dataset_from_tfds('mnist', { test: 'test[:6]' }, null, true, null, 6);
  return { model: await load_pretrained_model(create_model('PoolFree', test!)), dataset: test! };
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('on a linear model saliency and SmoothGrad are its weights', async () => {
    const [model, dataset] = [toNetwork(linear), toDataset(digits)];
    const plain = await explain_saliency(model, dataset);
    expect(
      relativeError(
        closedForm(plain, () => 1),
        plain.maps.data,
      ),
    ).toBeLessThan(1e-5);
    const smooth = await explain_smooth_grad(model, dataset, 12, 5);
    expect(
      relativeError(
        closedForm(smooth, () => 1),
        smooth.maps.data,
      ),
    ).toBeLessThan(1e-5);
  });

  test.each([0, 0.25])(
    'on a linear model integrated gradients from %d are w · (x − x0)',
    async (baseline) => {
      const [model, dataset] = [toNetwork(linear), toDataset(digits)];
      const found = await explain_integrated_gradients(model, dataset, 12, 7, baseline);
      const expected = closedForm(found, (pixel) => pixel - baseline);
      expect(relativeError(expected, found.maps.data)).toBeLessThan(1e-5);
      expect(heard.metrics.find(({ name }) => name === 'completeness_gap')!.value).toBeLessThan(1e-4);
    },
  );

  test('Grad-CAM of one convolution and a mean is what its weights say', async () => {
    const kernel = [0.5, -1, 2];
    const head = [1, -2, 0.5, 3, 1, -1];
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 3, kernelSize: 1, useBias: false }),
        tf.layers.globalAveragePooling2d({}),
        tf.layers.dense({ units: 2, useBias: false, activation: 'softmax' }),
      ],
    });
    model.setWeights([tf.tensor4d(kernel, [1, 1, 1, 3]), tf.tensor2d(head, [3, 2])]);
    const dataset = toDataset(digits);
    const two = { ...dataset, meta: { ...dataset.meta, num_classes: 2 } };
    const { maps } = await explain_grad_cam(model, two, 5, 1);
    const slope = kernel.reduce((sum, value, k) => sum + (value * head[k * 2 + 1]!) / PIXELS, 0);
    const expected = Array.from(digits.pixels, (pixel) => Math.max(0, slope * pixel));
    expect(relativeError(expected, maps.data)).toBeLessThan(1e-5);
  });

  test('no tensor is left', async () => {
    const { model, dataset } = await openReady();
    await explain_grad_cam(model, dataset, 2);
    const before = tf.memory().numTensors;
    await explain_saliency(model, dataset, 2);
    await explain_smooth_grad(model, dataset, 2, 2);
    await explain_integrated_gradients(model, dataset, 2, 2);
    await explain_grad_cam(model, dataset, 2);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('both backends give the ready model the same maps', async () => {
  const maps: Float32Array[][] = [];
  for (const backend of ['cpu', 'wasm'] as const) {
    await useBackend(backend);
    listen(3, data);
    const { model, dataset } = await openReady();
    const found = [
      await explain_saliency(model, dataset, 4),
      await explain_smooth_grad(model, dataset, 4, 2),
      await explain_integrated_gradients(model, dataset, 4, 3),
      await explain_grad_cam(model, dataset, 4),
    ];
    maps.push(found.map(({ maps: { data: values } }) => values));
  }
  maps[0]!.forEach((map, i) => expect(relativeError(map, maps[1]![i]!)).toBeLessThan(1e-5));
});

describe('on the ready model', () => {
  beforeAll(() => useBackend('wasm'));

  test('integrated gradients are complete: the gap shrinks with the steps', async () => {
    const { model, dataset } = await openReady();
    const gaps: number[] = [];
    for (const steps of [2, 50]) {
      const heardNow = listen(3, data);
      await explain_integrated_gradients(model, dataset, 6, steps);
      gaps.push(heardNow.metrics.find(({ name }) => name === 'completeness_gap')!.value);
    }
    const logits = openClassifier(model).logits(dataset.images);
    const scale = (await logits.abs().max().data())[0]!;
    expect(gaps[1]).toBeLessThan(0.02 * scale);
    expect(gaps[1]!).toBeLessThan(gaps[0]!);
  });

  test('completeness holds for any number of steps on a linear model', async () => {
    const classifier = openClassifier(toNetwork(linear));
    const { images } = toDataset(digits);
    const any = fc.record({
      steps: fc.integer({ min: 1, max: 6 }),
      baseline: fc.double({ min: 0, max: 1, noNaN: true }),
      target: fc.nat(CLASSES - 1),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ steps, baseline, target }) => {
        const classes = oneHot(new Int32Array(5).fill(target), CLASSES);
        const maps = await integrateGradients(classifier, images, classes, steps, baseline);
        const gaps = await findGaps(classifier, images, classes, maps, baseline);
        tf.dispose([classes, maps]);
        gaps.forEach((gap) => expect(Math.abs(gap)).toBeLessThan(1e-4));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the sanity check', () => {
  beforeAll(() => useBackend('wasm'));

  // Adebayo et al. 2018, arXiv:1810.03292: a map that does not follow the weights explains the image, not the model.
  test.each([
    ['saliency', explain_saliency],
    [
      'SmoothGrad',
      (m: tf.LayersModel, d: Dataset, n: number, t: number) => explain_smooth_grad(m, d, n, 8, 0.15, t),
    ],
    [
      'integrated gradients',
      (m: tf.LayersModel, d: Dataset, n: number, t: number) => explain_integrated_gradients(m, d, n, 8, 0, t),
    ],
    ['Grad-CAM', explain_grad_cam],
  ])('%s changes when the weights are drawn anew', async (_, task) => {
    const { model, dataset } = await openReady();
    const shuffled = await copyModel(model);
    shuffled.setWeights(
      model.getWeights().map((weight, i) => tf.randomNormal(weight.shape, 0, 0.2, 'float32', 7 + i)),
    );
    const [first, again, other] = [
      await task(model, dataset, 6, 3),
      await task(model, dataset, 6, 3),
      await task(shuffled, dataset, 6, 3),
    ];
    const same = rankCorrelation(first.maps.data, again.maps.data);
    expect(same).toBeGreaterThan(0.8);
    expect(Math.abs(rankCorrelation(first.maps.data, other.maps.data))).toBeLessThan(0.6);
  });
});

test('the artifact comes back as it was, and its pictures are a grid', async () => {
  await useBackend('wasm');
  const { model, dataset } = await openReady();
  const found = await explain_saliency(model, dataset, 3);
  const files = (await ExplanationsArtifactTask.serialize(found, { name: 'x', args: {} })) as Map<
    string,
    Uint8Array
  >;
  expect([...files.keys()]).toEqual(['explanations.json', 'maps.npy', 'original.npy', 'pictures.npy']);
  expect(await ExplanationsArtifactTask.deserialize(files, { args: {} })).toMatchObject(found);
  const pictures = drawPictures(found);
  expect(pictures.shape).toEqual([3, 28, 56, 3]);
  expect(pictures.data.every((value) => value >= 0 && value <= 1)).toBe(true);
});

test('explanations stand side by side, and their figure reads what was kept', async () => {
  await useBackend('wasm');
  const { model, dataset } = await openReady();
  const found = [await explain_saliency(model, dataset, 3), await explain_grad_cam(model, dataset, 3)];
  const sheet = collect_explanations(found);
  expect(sheet.maps.shape).toEqual([2, 3, 28, 28]);
  expect([...sheet.maps.data]).toEqual(found.flatMap(({ maps }) => [...maps.data]));
  const files = ExplanationSheetArtifactTask.serialize(sheet, { name: 'x', args: {} }) as Map<
    string,
    Uint8Array
  >;
  expect(await ExplanationSheetArtifactTask.deserialize(files, { args: {} })).toMatchObject(sheet);
  const facts: unknown = JSON.parse(new TextDecoder().decode(files.get('explanations.json')));
  const drawn = parseExplanations(facts, files.get('original.npy')!, files.get('maps.npy')!);
  expect(drawn.methods.map(({ name, signed }) => [name, signed])).toEqual([
    ['saliency', true],
    ['Grad-CAM', false],
  ]);
  expect(drawn.images.map(({ prediction }) => prediction)).toEqual(
    found[0]!.items.map((one) => one.prediction),
  );
});

test('the channels of a colour are one value, and what does not belong together is refused', async () => {
  await useBackend('cpu');
  const [model, dataset] = [toNetwork(linear), toDataset(digits)];
  const one = await explain_saliency(model, dataset, 2);
  const coloured: Explanations = {
    ...one,
    method: 'of colours',
    maps: {
      shape: [2, 8, 8, 3],
      data: Float32Array.from({ length: 2 * 64 * 3 }, (_, i) => [1, 2, -4][i % 3]!),
    },
  };
  const sheet = collect_explanations([one, coloured]);
  expect(sheet.maps.data.subarray(128).every((value) => value === -1)).toBe(true);
  const fewer = { ...(await explain_saliency(model, dataset, 1)), method: 'fewer' };
  const towards = { ...(await explain_saliency(model, dataset, 2, 7)), method: 'towards 7' };
  const misread = { ...one, method: 'b', items: one.items.map((item) => ({ ...item, prediction: 99 })) };
  expect(() => collect_explanations([])).toThrow('At least one');
  expect(() => collect_explanations([one, one])).toThrow('saliency is given twice');
  expect(() => collect_explanations([one, fewer])).toThrow('explain other images');
  expect(() => collect_explanations([one, towards])).toThrow('another class of image 1');
  expect(() => collect_explanations([one, misread])).toThrow('other readings of image 1');
});

test('what cannot be explained is refused with a reason', async () => {
  await useBackend('cpu');
  const [model, dataset] = [toNetwork(linear), toDataset(digits)];
  await expect(explain_grad_cam(model, dataset)).rejects.toThrow('this model has none');
  await expect(explain_saliency(model, dataset, 2, 10)).rejects.toThrow('from 0 to 9, not 10');
  await expect(explain_smooth_grad(model, dataset, 2, 0)).rejects.toThrow('from 1, not 0');
  await expect(explain_integrated_gradients(model, dataset, 2, 50, 2)).rejects.toThrow('from 0 to 1, not 2');
});

/** Spearman's correlation; equal values share the mean of their ranks. */
function rankCorrelation(a: Float32Array, b: Float32Array): number {
  const [first, second] = [ranksOf(a), ranksOf(b)];
  const mean = (a.length - 1) / 2;
  let [both, one, two] = [0, 0, 0];
  first.forEach((rank, i) => {
    both += (rank - mean) * (second[i]! - mean);
    one += (rank - mean) ** 2;
    two += (second[i]! - mean) ** 2;
  });
  return both / Math.sqrt(one * two);
}

function ranksOf(values: Float32Array): Float64Array {
  const ranks = new Float64Array(values.length);
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let at = start; at < end; at++) ranks[order[at]!] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}
