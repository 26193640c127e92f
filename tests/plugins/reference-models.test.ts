/** The reference models as they are shipped: their files give the figures of the index, and a wrong file does not. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enterStep } from '#sdk/context.ts';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { load_pretrained_model, READY_MODELS } from '../../plugins/robustness/pretrained.ts';
import { readWeights } from '../../plugins/robustness/weights_file.ts';
import { measureSample } from '../../scripts/weights/figures.mjs';
import { RECIPES } from '../../scripts/weights/recipes.mjs';
import type { Tools } from '../../scripts/weights/train.mjs';
import { useBackend } from './backend.ts';
import { bundledData, contextOf, type Said } from './entrypoints.ts';
import { listen } from './step-context.ts';

const root = path.join(import.meta.dirname, '..', '..');

type Counts = Readonly<Record<string, number>>;
interface Figures {
  readonly clean: { readonly correct: number; readonly count: number };
  readonly curves: readonly {
    readonly attack: string;
    readonly tries: string;
    readonly count: number;
    readonly correct: Counts;
  }[];
  readonly certified?: { readonly n: number; readonly count: number; readonly correct: Counts };
}
interface Entry {
  readonly name: string;
  readonly network?: string;
  readonly licence: string;
  readonly weights: string;
  readonly trained: { readonly data: string; readonly split: string; readonly seed: number };
  readonly figures: Figures & { readonly sample: Figures };
}

const index: Entry[] = JSON.parse(readFileSync(path.join(root, 'static/data/index.json'), 'utf8'));
const models = index.filter((entry) => entry.network);
const find = (name: string): Entry => models.find((entry) => entry.name === name)!;

/** What the script has, on the backend of the tests; `data` stands in for files of `static/data`. */
const tools = (data: Readonly<Record<string, Uint8Array>> = {}): Tools => ({
  load: (file) => import(path.join(root, file)),
  runStep: async (step, seed, task) => {
    const said: Said = { metrics: [], logs: [], milliseconds: {}, outputs: new Map(), artifacts: new Map() };
    enterStep(contextOf(step, { seed, data }, said));
    return task();
  },
});

beforeAll(() => useBackend('wasm'));

test('recipes, index and the task know the same models', () => {
  const networks = Object.fromEntries(RECIPES.map(({ name, network }) => [name, network]));
  expect(READY_MODELS).toEqual(networks);
  expect(Object.fromEntries(models.map(({ name, network }) => [name, network]))).toEqual(networks);
});

test.each(models.map((entry) => [entry.name, entry] as const))(
  '%s says what it learnt and what its figures count',
  (_, { licence, trained, figures }) => {
    expect(licence).toBe('MIT');
    expect(trained.split).toMatch(/^train/);
    expect(trained.seed).toBe(1);
    expect(figures.clean.count).toBeGreaterThanOrEqual(500);
    expect(figures.curves.map(({ attack }) => attack).slice(0, 3)).toEqual(['FGSM', 'noise', 'PGD']);
    for (const { count, correct, tries } of figures.curves) {
      const falling = Object.values(correct);
      expect(count).toBeGreaterThanOrEqual(500);
      expect(falling.every((right) => right <= count)).toBe(true);
      expect(tries).not.toBe('');
    }
  },
);

describe('what is shipped gives the figures of the index', () => {
  test.each(RECIPES.map((recipe) => [recipe.name, recipe] as const))(
    '%s',
    async (name, recipe) => {
      expect(await measureSample(recipe, tools())).toEqual(find(name).figures.sample);
    },
    120_000,
  );

  test('and other weights of the same network do not', async () => {
    const recipe = RECIPES.find(({ name }) => name === 'fast-at')!;
    const measured = await measureSample(recipe, tools({ 'fast-at': bundledData('standard')! }));
    expect(measured).not.toEqual(find('fast-at').figures.sample);
  }, 120_000);
});

describe('what the recipes are for', () => {
  const share = (name: string, attack: string, epsilon: number, place = 0): number => {
    const curve = find(name).figures.curves.filter((one) => one.attack === attack)[place]!;
    return curve.correct[epsilon]! / curve.count;
  };

  test('trained against attacks a net keeps what one trained as usual loses', () => {
    for (const name of ['fast-at', 'pgd-at']) {
      const { correct, count } = find(name).figures.clean;
      expect(correct / count).toBeGreaterThan(0.95);
      expect(share(name, 'PGD', 0.3)).toBeGreaterThan(0.65);
      expect(share(name, 'PGD', 0.3, 1)).toBeLessThanOrEqual(share(name, 'PGD', 0.3) + 0.02);
      expect(share(name, 'noise', 0.3)).toBeGreaterThan(share(name, 'PGD', 0.3));
    }
    expect(share('standard', 'PGD', 0.3)).toBeLessThan(0.05);
  });

  test('certificates on 500 digits and more, within what Gaussian training can give', () => {
    const { n, count, correct } = find('smoothed').figures.certified!;
    expect(n).toBe(1000);
    expect(count).toBeGreaterThanOrEqual(500);
    const [at0, at25, at50] = ['0', '0.25', '0.5'].map((radius) => correct[radius]! / count);
    expect(at0).toBeGreaterThan(0.95);
    expect(at25).toBeGreaterThan(0.92);
    expect(at50).toBeGreaterThan(0.86);
  });

  test('softmax regression has the exact figures of its oracle', () => {
    const { figures } = find('digits-softmax');
    expect(figures.clean).toEqual({ correct: 0.916 * 500, count: 500 });
    const [fgsm, , pgd] = figures.curves;
    const exact = (shares: Record<string, number>) =>
      Object.fromEntries(Object.entries(shares).map(([epsilon, kept]) => [epsilon, Math.round(kept * 500)]));
    const fgsmKept = { 0: 0.916, 0.02: 0.88, 0.05: 0.806, 0.1: 0.652, 0.15: 0.396, 0.2: 0.128, 0.3: 0 };
    const pgdKept = { 0: 0.916, 0.02: 0.878, 0.05: 0.804, 0.1: 0.636, 0.15: 0.35, 0.2: 0.096, 0.3: 0 };
    expect(fgsm!.correct).toEqual(exact(fgsmKept));
    expect(pgd!.correct).toEqual(exact(pgdKept));
    const [kernel] = readWeights(bundledData('digits-softmax')!).arrays;
    expect(Math.hypot(...kernel!)).toBeCloseTo(14.347662319, 5);
  });
});

describe('load_pretrained_model', () => {
  let network: (name: string, data?: string) => Promise<tf.LayersModel>;
  beforeEach(() => {
    const files = ['mnist', 'digits8x8', ...Object.keys(READY_MODELS)];
    listen(1, Object.fromEntries(files.map((name) => [name, bundledData(name)!])));
    network = async (name, data = 'mnist') => {
      const [, , digits] = await load_dataset_from_tfds(data, { test: 'test[:1]' });
      return create_model(name, digits!);
    };
  });

  test('FastAT is the network of the paper: 166,406 weights, no pooling', async () => {
    const model = await network('FastAT');
    expect(model.countParams()).toBe(166_406);
    expect(model.layers.map((layer) => layer.outputShape)).toEqual([
      [null, 14, 14, 16],
      [null, 7, 7, 32],
      [null, 1568],
      [null, 100],
      [null, 10],
    ]);
  });

  test('fills a copy, and leaves the network as it is', async () => {
    const fresh = await network('FastAT');
    const before = fresh.getWeights()[0]!.dataSync();
    const filled = await load_pretrained_model(fresh, 'fast-at');
    expect(fresh.getWeights()[0]!.dataSync()).toEqual(before);
    expect(filled.getWeights()[0]!.dataSync()).not.toEqual(before);
  });

  test('names those that there are, and says which network a file is for', async () => {
    const model = await network('FastAT');
    await expect(load_pretrained_model(model, 'fast_at')).rejects.toThrow(
      'There is no reference model "fast_at" here; there is demo-weights, digits-softmax, standard, fast-at, pgd-at, smoothed.',
    );
    await expect(load_pretrained_model(model, 'toString')).rejects.toThrow('no reference model');
    await expect(load_pretrained_model(await network('PoolFree'), 'fast-at')).rejects.toThrow(
      'create it as FastAT, for the data that fast-at was trained on',
    );
    await expect(load_pretrained_model(await network('FastAT', 'digits8x8'), 'fast-at')).rejects.toThrow(
      '128×100',
    );
    await expect(load_pretrained_model(model)).rejects.toThrow('create it as PoolFree');
  });
});
