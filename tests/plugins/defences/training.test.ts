/** Trainings that resist: what they are without their attack, what they gain with it, and what they leave behind. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  classify,
  countCorrect,
  crossEntropy,
  inputGradient,
  marginLoss,
  measureHealth,
  openClassifier,
  readLabels,
} from '#sdk';
import {
  cyclicRate,
  train_adversarially,
  train_adversarially_fast,
} from '../../../plugins/defences/adversarial.ts';
import { trainCopy } from '../../../plugins/defences/course.ts';
import { distil_defensively } from '../../../plugins/defences/distil.ts';
import { train_with_noise } from '../../../plugins/defences/noisy.ts';
import { drawStart, perturb } from '../../../plugins/defences/perturb.ts';
import { tradesLoss, train_trades } from '../../../plugins/defences/trades.ts';
import { createWatch } from '../../../plugins/defences/watch.ts';
import { attack_pgd } from '../../../plugins/evasion/pgd.ts';
import { train_classifier } from '../../../plugins/robustness/train.ts';
import { useBackend } from '../backend.ts';
import { readDigits8, sliceDigits8, toNetwork, trainLinear } from '../digits8.ts';
import { listen, type Heard } from '../step-context.ts';
import { digits, smallNet, weightsOf } from './nets.ts';

const still = async (): Promise<void> => undefined;
let heard: Heard;
await useBackend('wasm');
beforeEach(() => void (heard = listen(7)));
const values = (name: string): number[] =>
  heard.metrics.filter((one) => one.name === name).map(({ value }) => value);

describe('without its attack a training is the normal one, byte for byte', () => {
  const [train, held] = [digits(0, 96), digits(1297, 1329)];
  const plain = async () => weightsOf(await train_classifier(smallNet(), train, 2, 0.01));
  test.each([
    [
      'train_adversarially, ε 0',
      () => train_adversarially(smallNet(), train, held, 0, 0.01, 3, true, 2, 0.01),
    ],
    [
      'train_adversarially, ε 0, no random start',
      () => train_adversarially(smallNet(), train, held, 0, 0.01, 2, false, 2),
    ],
    ['train_trades, beta 0', () => train_trades(smallNet(), train, held, 0, 0.3, 0.1, 3, 2, 0.01)],
    ['train_with_noise, σ 0', () => train_with_noise(smallNet(), train, 0, 2, 0.01)],
  ])('%s', async (_, body) => {
    const expected = await plain();
    listen(7);
    expect(weightsOf(await body())).toEqual(expected);
  });

  test('train_adversarially, as long as ε has not begun to grow', async () => {
    const batch = digits(0, 32);
    const expected = weightsOf(await train_classifier(smallNet(), batch, 1, 0.01));
    const train = async (warm_up: number) => {
      listen(7);
      return weightsOf(
        await train_adversarially(smallNet(), batch, held, 0.3, 0.1, 3, true, 1, 0.01, warm_up),
      );
    };
    expect(await train(0.5)).toEqual(expected);
    expect(await train(0)).not.toEqual(expected);
    await expect(train(1)).rejects.toThrow('warm_up is a share of all steps, 0 to below 1, not 1');
  });

  test('train_adversarially_fast, ε 0, at its own rate', async () => {
    const expected = await trainCopy(smallNet(), train, { epochs: 2, rate: cyclicRate(5e-3) });
    listen(7);
    const trained = await train_adversarially_fast(smallNet(), train, held, 0, 2, 5e-3);
    expect(weightsOf(trained)).toEqual(weightsOf(expected));
  });
});

describe('steps that do not fit their ε are warned of', () => {
  const [train, held] = [digits(0, 32), digits(1297, 1313)];
  const trainings = {
    train_adversarially: (step: number, n: number) =>
      train_adversarially(smallNet(), train, held, 0.3, step, n, true, 1, 0.01),
    train_trades: (step: number, n: number) =>
      train_trades(smallNet(), train, held, 1, 0.3, step, n, 1, 0.01),
  };
  test.each<[keyof typeof trainings, number, number, RegExp | null]>([
    ['train_adversarially', 0.1, 3, /3 steps of 0.1 are 0.3 in all and cannot cross 2·ε = 0.6/],
    ['train_adversarially', 0.31, 3, /A step of 0.31 is longer than ε 0.3/],
    ['train_adversarially', 0.25, 3, null],
    ['train_trades', 0.1, 3, /cannot cross 2·ε = 0.6: 2.5·ε\/iterations = 0.25 is usual/],
    ['train_trades', 0.31, 3, /longer than ε/],
    ['train_trades', 0.2, 3, null],
  ])('%s, steps of %d, %d of them', async (name, step, n, words) => {
    await trainings[name](step, n);
    const said = heard.logs.filter(({ message }) => /is usual/.test(message));
    expect(said.map(({ severity }) => severity)).toEqual(words ? ['WARNING'] : []);
    if (words) expect(said[0]!.message).toMatch(words);
  });
});

describe('every training', () => {
  const [train, held] = [digits(0, 96), digits(1297, 1329)];
  const ALL: [string, (model: tf.LayersModel) => Promise<tf.LayersModel>][] = [
    ['train_adversarially', (model) => train_adversarially(model, train, held, 0.2, 0.1, 3, true, 2)],
    ['train_adversarially_fast', (model) => train_adversarially_fast(model, train, held, 0.2, 2)],
    ['train_trades', (model) => train_trades(model, train, held, 2, 0.2, 0.1, 3, 2)],
    ['train_with_noise', (model) => train_with_noise(model, train, 0.5, 2)],
    ['distil_defensively', (model) => distil_defensively(model, train, 20, 2)],
  ];
  test.each(ALL)(
    '%s gives the same bytes for a seed, others for another, and leaves its input alone',
    async (_, body) => {
      const model = smallNet({ dropout: true });
      const before = weightsOf(model);
      listen(1);
      const [first] = [weightsOf(await body(model))];
      listen(1);
      expect(weightsOf(await body(model))).toEqual(first);
      listen(2);
      expect(weightsOf(await body(model))).not.toEqual(first);
      expect(weightsOf(model)).toEqual(before);
    },
  );

  test.each(ALL)('%s leaves no tensors but its model', async (_, body) => {
    const model = smallNet();
    (await body(model)).dispose();
    const before = tf.memory().numTensors;
    (await body(model)).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    ['an ε in grey levels', () => train_adversarially(smallNet(), train, held, 8), '8/255'],
    ['no epochs', () => train_adversarially_fast(smallNet(), train, held, 0.1, 0), 'epochs'],
    ['a negative beta', () => train_trades(smallNet(), train, held, -1), 'beta'],
    ['a step of 0', () => train_adversarially(smallNet(), train, held, 0.1, 0), 'step'],
    ['a negative σ', () => train_with_noise(smallNet(), train, -1), 'sigma'],
    ['a temperature below 1', () => distil_defensively(smallNet(), train, 0.5), 'temperature'],
    ['a rate of 0', () => distil_defensively(smallNet(), train, 20, 1, 0), 'learning_rate'],
    [
      'pixels to 255',
      () =>
        train_adversarially(smallNet(), { ...train, meta: { ...train.meta, value_range: [0, 255] } }, held),
      'normalize true',
    ],
  ])('refuses %s', async (_, body, words) => {
    await expect(body()).rejects.toThrow(words);
  });
});

test('the attack inside stays within ε and within black and white, whatever its start', async () => {
  const set = digits(0, 4);
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 3 }),
      async (epsilon, iterations) => {
        const start = drawStart(set.images, epsilon, 'start');
        const model = openClassifier(smallNet());
        const moved = await perturb(
          model,
          set.images,
          set.labels,
          { epsilon, step: epsilon, iterations, start },
          still,
        );
        const [low, high, far] = [
          tf.min(moved),
          tf.max(moved),
          tf.max(tf.abs(tf.sub(moved, set.images))),
        ].map((value) => value.dataSync()[0]!);
        expect(low! >= 0 && high! <= 1).toBe(true);
        expect(far).toBeLessThanOrEqual(epsilon + 1e-6);
      },
    ),
    { numRuns: 10 },
  );
});

test('on a linear model one step of it is the exact worst case: the margin of two classes falls by ε‖w‖₁', async () => {
  const w = [1, -2, 0.5];
  const kernel = tf.tensor2d(
    w.flatMap((weight) => [0, weight]),
    [3, 2],
  );
  const logits = (x: tf.Tensor4D) => tf.add<tf.Tensor2D>(tf.matMul(tf.reshape(x, [-1, 3]), kernel), [0, 0.3]);
  const x = tf.tensor4d([0.2, 0.4, 0.9], [1, 1, 3, 1]);
  const moved = await perturb(
    { logits },
    x,
    tf.tensor2d([[0, 1]]),
    { epsilon: 0.05, step: 0.05, iterations: 1 },
    still,
  );
  expect((logits(moved).arraySync() as number[][])[0]![1]).toBeCloseTo(0.15 - 0.05 * 3.5, 5);
});

test('the TRADES loss of a hand-made pair', () => {
  const [p, q] = [
    [0.7, 0.2, 0.1],
    [0.5, 0.25, 0.25],
  ];
  const logits = (shares: number[]) => tf.tensor2d([shares.map((share) => Math.log(share) + 3)]);
  const divergence = p.reduce((sum, share, k) => sum + share * Math.log(share / q[k]!), 0);
  const loss = (beta: number) =>
    tradesLoss(logits(p), logits(q), tf.tensor2d([[1, 0, 0]]), beta).dataSync()[0];
  expect(loss(0)).toBeCloseTo(-Math.log(0.7), 5);
  expect(loss(6)).toBeCloseTo(-Math.log(0.7) + 6 * divergence, 5);
  expect(tradesLoss(logits(p), logits(p), tf.tensor2d([[1, 0, 0]]), 6).dataSync()[0]).toBeCloseTo(
    -Math.log(0.7),
    5,
  );
});

test('the cyclic rate rises over two fifths and falls to nothing', () => {
  const rate = cyclicRate(5e-3);
  expect([0, 0.2, 0.4, 0.7, 1].map(rate)).toEqual(
    [0, 2.5e-3, 5e-3, 2.5e-3, 0].map((value) => expect.closeTo(value, 9)),
  );
});

describe('what it is for, on the 8×8 digits', () => {
  const EPS = 0.15;
  const [train, held, others] = [digits(0, 1000, 50), digits(1297, 1397), digits(1397, 1697)];
  const robust = async (model: tf.LayersModel): Promise<[clean: number, pgd: number]> => {
    const labels = await readLabels(others);
    const { rounds } = await attack_pgd(model, others, [EPS], 10, 300);
    return [countCorrect(await classify(model, others.images), labels), countCorrect(rounds[0]!, labels)];
  };

  test.each([
    ['PGD training', () => train_adversarially(smallNet({ units: 16 }), train, held, EPS, 0.06, 5, true, 6)],
    ['fast training', () => train_adversarially_fast(smallNet({ units: 16 }), train, held, EPS, 8, 0.02)],
    ['TRADES', () => train_trades(smallNet({ units: 16 }), train, held, 6, EPS, 0.06, 5, 6)],
  ])('%s reads more under PGD than normal training, and the watch saw it', async (_, body) => {
    const [plainClean, plainRobust] = await robust(await train_classifier(smallNet({ units: 16 }), train, 6));
    heard = listen(7);
    const trained = await body();
    const [accuracies, losses] = [values('pgd_accuracy'), values('loss')];
    expect(accuracies.length).toBe(losses.length);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    expect(values('clean_accuracy').at(-1)).toBeGreaterThan(0.8);
    expect(values('never_started').at(-1)).toBe(0);
    expect(values('catastrophic_overfitting').at(-1)).toBe(0);
    expect(heard.logs.filter(({ severity }) => severity === 'WARNING')).toEqual([]);
    const [clean, pgd] = await robust(trained);
    expect(pgd).toBeGreaterThan(plainRobust + 30);
    expect(clean).toBeLessThanOrEqual(plainClean + 15);
  });
});

test('keep_best gives the weights of the epoch that resisted best, and the course is the same', async () => {
  const [train, held] = [digits(0, 300, 50), digits(1297, 1347)];
  const train_for = (epochs: number, keep: boolean) =>
    // A rate that is far too high: some epochs are much worse than others.
    train_adversarially_fast(smallNet({ units: 8 }), train, held, 0.15, epochs, 0.3, keep);
  const kept = await train_for(6, true);
  const curve = values('pgd_accuracy');
  const said = heard.logs.find(({ message }) => message.includes('are kept'))!.message;
  const best = curve.lastIndexOf(Math.max(...curve));
  expect(said).toContain(`epoch ${best + 1} `);
  expect(best).toBeLessThan(5);
  heard = listen(7);
  const last = await train_for(6, false);
  expect(values('pgd_accuracy')).toEqual(curve);
  const labels = await readLabels(held);
  const countOf = async (model: tf.LayersModel) => countCorrect(await classify(model, held.images), labels);
  expect(await countOf(kept)).toBe(Math.round(values('clean_accuracy')[best]! * 50));
  expect(await countOf(last)).toBe(Math.round(values('clean_accuracy').at(-1)! * 50));
});

describe('the watch', () => {
  const held = digits(1297, 1397);
  const linear = () => openClassifier(toNetwork(trainLinear(sliceDigits8(readDigits8(), 0, 300), 60)));
  const warnings = () =>
    heard.logs.filter(({ severity }) => severity === 'WARNING').map(({ message }) => message);

  test('sees a training that resists no more', async () => {
    const watch = createWatch({ validation: held, epsilon: 0.02, from: 0.3 });
    const good = linear();
    const blind = { ...good, logits: (x: tf.Tensor4D) => tf.mul(good.logits(x), -1) as tf.Tensor2D };
    await watch(0, 0.5, good, 0.5);
    expect(values('catastrophic_overfitting')).toEqual([0]);
    await watch(1, 0.2, blind, 1);
    expect(values('catastrophic_overfitting')).toEqual([0, 1]);
    expect(warnings()[0]).toContain('Catastrophic overfitting: in epoch 2 PGD accuracy fell from');
  });

  test('sees a training that never started, once it should have', async () => {
    const watch = createWatch({ validation: held, epsilon: 0.02, from: 0.3 });
    await watch(0, 2.301, linear(), 0.1);
    expect(values('never_started')).toEqual([0]);
    await watch(1, 2.301, linear(), 0.4);
    expect(values('never_started')).toEqual([0, 1]);
    expect(warnings()[0]).toContain('Never started: the cross entropy is 2.301, and guessing has 2.303');
  });

  test('does not take a heavy divergence for a training that never started', async () => {
    // Of what is lost, nearly all is divergence: the digits themselves are read well.
    await train_trades(
      toNetwork(trainLinear(sliceDigits8(readDigits8(), 0, 300), 60)),
      digits(0, 64),
      held,
      1000,
      0.3,
      0.1,
      2,
      1,
      1e-6,
    );
    expect(values('loss')[0]).toBeGreaterThan(Math.log(10));
    expect(values('never_started')).toEqual([0]);
  });

  test('records both shares with bands, at the number of the epoch', async () => {
    await createWatch({ validation: held, epsilon: 0.1, from: 0 })(4, 0.1, linear(), 1);
    const point = (name: string) => heard.metrics.find((one) => one.name === name)!;
    for (const name of ['clean_accuracy', 'pgd_accuracy']) {
      const [middle, low, high] = [name, `${name}_low`, `${name}_high`].map((one) => point(one).value);
      expect(point(name).at).toBe(4);
      expect(low! <= middle! && middle! <= high!).toBe(true);
    }
    expect(point('pgd_accuracy').value).toBeLessThan(point('clean_accuracy').value);
  });
});

describe('defensive distillation is broken', () => {
  const set = digits(1297, 1397);
  const share = async (scale: number, loss: typeof crossEntropy): Promise<number> => {
    const { logits } = openClassifier(toNetwork(trainLinear(sliceDigits8(readDigits8(), 0, 300), 150)));
    const steep = { logits: (x: tf.Tensor4D) => tf.mul(logits(x), scale) as tf.Tensor2D };
    const { predictions } = await classify({ ...steep, classes: 10 }, set.images);
    const right = predictions.map((said, i) => Number(said === set.labels.argMax(1).dataSync()[i]));
    const { gradient } = inputGradient(steep, set.images, set.labels, loss);
    const sizes = tf.max(tf.abs(gradient), [1, 2, 3]).dataSync();
    return sizes.filter((size, i) => right[i] && size === 0).length / right.reduce((a, b) => a + b, 0);
  };

  test('logits × 50: the gradient of the cross entropy is exactly 0, that of the margin is not', async () => {
    expect(await share(1, crossEntropy)).toBe(0);
    expect(await share(50, crossEntropy)).toBeGreaterThan(0.3);
    expect(await share(50, marginLoss)).toBe(0);
  });

  test('teacher and student have a curve each', async () => {
    await distil_defensively(smallNet(), digits(0, 64), 20, 3);
    const places = (name: string) => heard.metrics.filter((one) => one.name === name).map(({ at }) => at);
    expect([places('teacher_loss'), places('student_loss'), places('loss')]).toEqual([
      [0, 1, 2],
      [0, 1, 2],
      [],
    ]);
  });

  test('a distilled model hides its gradient, and says so', async () => {
    const train = digits(0, 1000, 50);
    const model = await distil_defensively(smallNet(), train, 100, 10, 0.05);
    const classifier = openClassifier(model);
    const plain = openClassifier(await train_classifier(smallNet(), train, 10, 0.05));
    const zeros = async (of: typeof classifier, loss: typeof crossEntropy) =>
      (await measureHealth(inputGradient(of, set.images, set.labels, loss).gradient)).zero_gradient_share;
    expect(countCorrect(await classify(classifier, set.images), await readLabels(set))).toBeGreaterThan(70);
    expect(await zeros(plain, crossEntropy)).toBe(0);
    expect(await zeros(classifier, crossEntropy)).toBeGreaterThan(0.3);
    expect(await zeros(classifier, marginLoss)).toBe(0);
    expect(
      heard.logs.some(({ severity, message }) => severity === 'WARNING' && message.includes('broken')),
    ).toBe(true);
  });
});
