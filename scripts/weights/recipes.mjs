// How each reference model comes about, and by which attacks it is measured. Nothing runs here.

/**
 * @typedef {object} Attack
 * @property {'fgsm' | 'noise' | 'pgd'} kind
 * @property {number[]} epsilons
 * @property {number} [count] how many of the first test images; default: all
 * @property {number} [iterations] of PGD
 * @property {number} [restarts] of PGD; default: 1
 * @property {number} [relative_step] of PGD, a share of ε; default: 2.5/iterations
 * @property {boolean} [random_start] of PGD; default: true
 *
 * @typedef {object} Smoothing
 * @property {number} sigma
 * @property {number} n0
 * @property {number} n
 * @property {number} alpha
 * @property {number} count
 * @property {number[]} radii
 *
 * @typedef {object} Recipe
 * @property {string} name of the model, its file and its entry in the index
 * @property {string} title
 * @property {string} network of `create_model`
 * @property {'bare' | 'float16' | 'float32'} type bare: float32 without a line that says what the file holds
 * @property {string} data
 * @property {Record<string, string>} split with `val` where the training watches it
 * @property {number} batch_size
 * @property {string} task file and exported function
 * @property {Record<string, number | boolean>} args of the task after the model and the data sets, in its order
 * @property {Attack[]} attacks whose figures the index has
 * @property {Attack[]} sample cheap ones on the first images, which a test measures again
 * @property {Smoothing} [certificates] and those of the sample:
 * @property {Smoothing} [sampleCertificates]
 */

/** Of every training and measurement. */
export const SEED = 1;

const LEARNT = 'train[:7000]';
const WATCHED = { train: LEARNT, val: 'train[7000:]', test: 'test' };
const UNWATCHED = { train: LEARNT, test: 'test' };

const EPSILONS = [0.1, 0.2, 0.3];
/** Those of the exact figures on the digits 8×8. */
const SMALL = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];
const SAMPLE = 256;
const smoothing = { sigma: 0.25, n0: 100, alpha: 0.001, radii: [0, 0.25, 0.5] };

/** @param {number[]} [epsilons] @returns {Attack[]} */
const ladder = (epsilons = EPSILONS) => [
  { kind: 'fgsm', epsilons },
  { kind: 'noise', epsilons },
  { kind: 'pgd', epsilons, iterations: 40, count: 500 },
];

/** @type {Attack} */
const STRONGER = { kind: 'pgd', epsilons: [0.3], iterations: 50, restarts: 5, count: 500 };

/** @param {number[]} [epsilons] @returns {Attack[]} */
const sample = (epsilons = EPSILONS) => [
  { kind: 'fgsm', epsilons, count: SAMPLE },
  { kind: 'pgd', epsilons: epsilons.slice(0, 2), iterations: 5, count: 64 },
];

/** What the networks of 166,406 weights have in common. */
const FAST_AT = /** @type {const} */ ({
  network: 'FastAT',
  type: 'float16',
  data: 'mnist',
  batch_size: 100,
});
const SIZE = 'FastAT, 166,406 weights';

/** @type {Recipe[]} in the order in which they are trained */
export const RECIPES = [
  {
    name: 'demo-weights',
    title: 'The ready model: PoolFree, 5,994 weights, trained on the 8,000 training digits',
    network: 'PoolFree',
    type: 'bare',
    data: 'mnist',
    split: { train: 'train', test: 'test' },
    batch_size: 64,
    task: 'plugins/robustness/train.ts train_classifier',
    args: { epochs: 3, learning_rate: 0.01 },
    attacks: ladder([0.05, 0.1, 0.2, 0.3]),
    sample: sample([0.05, 0.1, 0.2]),
  },
  {
    name: 'digits-softmax',
    title: 'Softmax regression on the digits 8×8: Linear, 650 weights, the exact teaching case',
    network: 'Linear',
    type: 'float32',
    data: 'digits8x8',
    split: { train: 'train', test: 'test' },
    batch_size: 100,
    task: 'scripts/weights/softmax-regression.mjs trainLinear',
    args: { steps: 500 },
    attacks: [
      { kind: 'fgsm', epsilons: SMALL },
      { kind: 'noise', epsilons: SMALL },
      {
        kind: 'pgd',
        epsilons: SMALL,
        iterations: 40,
        relative_step: 0.1,
        random_start: false,
      },
    ],
    // So small that all of them are measured again, but for the 40 steps.
    sample: [
      { kind: 'fgsm', epsilons: SMALL },
      { kind: 'pgd', epsilons: [0.05, 0.1], iterations: 5, count: 100 },
    ],
  },
  {
    ...FAST_AT,
    name: 'standard',
    title: `Trained as usual: ${SIZE}`,
    split: UNWATCHED,
    task: 'plugins/robustness/train.ts train_classifier',
    args: { epochs: 10, learning_rate: 2e-3 },
    attacks: ladder(),
    sample: sample(),
  },
  {
    ...FAST_AT,
    name: 'fast-at',
    title: `Fast adversarial training at ε 0.3: ${SIZE}`,
    split: WATCHED,
    task: 'plugins/defences/adversarial.ts train_adversarially_fast',
    args: { eps: 0.3, epochs: 30, learning_rate: 5e-3, keep_best: true },
    attacks: [...ladder(), STRONGER],
    sample: sample(),
  },
  {
    ...FAST_AT,
    name: 'pgd-at',
    title: `PGD adversarial training at ε 0.3: ${SIZE}`,
    split: WATCHED,
    task: 'plugins/defences/adversarial.ts train_adversarially',
    args: {
      eps: 0.3,
      step: 0.15,
      iterations: 5,
      random_start: true,
      epochs: 12,
      learning_rate: 3e-3,
      warm_up: 0.3,
    },
    attacks: [...ladder(), STRONGER],
    sample: sample(),
  },
  {
    ...FAST_AT,
    name: 'smoothed',
    title: `Gaussian training, σ 0.25, to be smoothed: ${SIZE}`,
    split: UNWATCHED,
    task: 'plugins/defences/noisy.ts train_with_noise',
    args: { sigma: 0.25, epochs: 10, learning_rate: 1e-2 },
    attacks: ladder(),
    sample: sample(),
    certificates: { ...smoothing, n: 1000, count: 500 },
    sampleCertificates: { ...smoothing, n: 200, count: 24 },
  },
];
