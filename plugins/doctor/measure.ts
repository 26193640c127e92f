/** What the doctor measures by itself on one model: its own attacks, their gradients, and whether two readings agree. */
import {
  classify,
  ENOUGH_DRAWS,
  findHeld,
  inputGradient,
  judgeRound,
  marginLoss,
  measureHealth,
  openClassifier,
  progress,
  random,
  readLabels,
  shift,
  sliceRows,
  type Classifier,
  type Dataset,
  type Examples,
  type GradientHealth,
  type Readable,
} from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
import { descend, type Descent } from './descent.ts';
import { total } from './given.ts';

/** How the doctor attacks. */
export interface Plan {
  readonly epsilon: number;
  readonly iterations: number;
  /** Of the PGD at `epsilon`; at another ε in proportion. */
  readonly step: number;
  /** How many of the first images. */
  readonly count: number;
}

/** Random starts of which the best counts, image by image. */
export const STARTS = 5;
/** By how much longer the long run is. */
export const LONGER = 2;
/** Gradients averaged where readings differ. */
export const DRAWS = ENOUGH_DRAWS;

/** Who is examined, with the first images of the data set. The tensors are the doctor's own. */
export interface Subject {
  readonly model: Readable;
  readonly classifier: Classifier;
  /** What counts: the model, or the mean of several readings where two readings differ. */
  readonly reader: Readable;
  readonly stochastic: boolean;
  readonly x: tf.Tensor4D;
  readonly truth: tf.Tensor2D;
  readonly labels: Int32Array;
  /** What is read in the images as they are. */
  readonly clean: Int32Array;
}

/** Counts are of images that are read right. */
export interface Measured {
  readonly count: number;
  readonly health: GradientHealth;
  readonly fgsm: Examples;
  readonly pgd: Examples;
  readonly noise: Examples;
  readonly once: number;
  readonly longer: number;
  readonly margin: number;
  readonly restarted: number;
  /** Whether two readings of the same images differ, or the defence says that they may. */
  readonly stochastic: boolean;
  /** Whether what an attacker climbs differs from one draw to the next. */
  readonly drifting: boolean;
  /** With gradients averaged over draws; null where readings do not differ. */
  readonly averaged: number | null;
}

/** The first `count` images, and what is read in them. */
export async function openSubject(model: Readable, dataset: Dataset, count: number): Promise<Subject> {
  const x = sliceRows(dataset.images, 0, count);
  const truth = sliceRows(dataset.labels, 0, count);
  const labels = await readLabels({ labels: truth });
  const classifier = openClassifier(model);
  const stochastic = classifier.defence?.stochastic === true || (await differs(classifier.logits, x));
  const reader = stochastic ? averageReadings(classifier) : model;
  const { predictions: clean } = await classify(reader, x);
  return { model, classifier, reader, stochastic, x, truth, labels, clean };
}

/** Reads each image several times and gives the log of the mean probabilities, so that luck in one reading is no sign. */
const averageReadings = ({ classes, logits }: Classifier): Classifier => ({
  classes,
  logits: (x) =>
    tf.tidy(() => {
      const shares = Array.from({ length: DRAWS }, () => tf.softmax(logits(x)));
      return tf.log(tf.add(tf.div(tf.addN(shares), DRAWS), 1e-12));
    }),
});

/** Runs every attack of the doctor. About 11 · iterations gradients an image, some more where readings differ. */
export async function measure(subject: Subject, plan: Plan): Promise<Measured> {
  const { classifier, x, stochastic } = subject;
  const { epsilon, iterations } = plan;
  const ladder = [...new Set([epsilon / 2, epsilon, Math.min(1, 2 * epsilon), 1])];
  const drifting = stochastic && (await differs(classifier.surrogate ?? classifier.logits, x));
  const batches = Math.ceil(plan.count / 100);
  const runs = ladder.length + LONGER + 1 + STARTS - 1 + (drifting ? 1 : 0);
  const tick = createTick(batches * (runs * iterations + ladder.length));
  const health = await measureGradients(subject);
  const fgsm = await attackLadder(subject, ladder, 'FGSM', health, tick, (radius) => ({
    epsilon: radius,
    iterations: 1,
    step: radius,
    start: null,
  }));
  // From one start, so that what differs is the steps, the loss or the ε, and not where it began.
  const start = drawStart(x);
  const scaled = (radius: number): Descent => ({
    epsilon: radius,
    iterations,
    step: (plan.step * radius) / epsilon,
    start,
  });
  const pgd = await attackLadder(subject, ladder, 'PGD', health, tick, scaled);
  const noise = await addNoise(subject, ladder);
  const base = scaled(epsilon);
  const first = pgd.rounds[ladder.indexOf(epsilon)]!.predictions;
  const long = { ...base, iterations: LONGER * iterations, step: base.step / LONGER };
  const longer = countRight(subject, await attackOnce(subject, long, tick));
  const margin = countRight(subject, await attackOnce(subject, { ...base, loss: marginLoss }, tick));
  const restarted = await restart(subject, base, first, tick);
  const draws = { ...base, draws: DRAWS };
  const averaged = drifting ? countRight(subject, await attackOnce(subject, draws, tick)) : null;
  const once = countRight(subject, first);
  return {
    count: plan.count,
    health,
    fgsm,
    pgd,
    noise,
    once,
    longer,
    margin,
    restarted,
    stochastic,
    drifting,
    averaged,
  };
}

const drawStart = (x: tf.Tensor4D): Float32Array =>
  random('start').fillUniform(new Float32Array(x.size), -1, 1);

const countRight = ({ labels, clean }: Subject, predictions: Int32Array): number =>
  total(findHeld(labels, clean, predictions));

async function attackOnce(subject: Subject, descent: Descent, tick: () => void): Promise<Int32Array> {
  const images = await descend(subject.classifier, subject.x, subject.truth, descent, tick);
  const { predictions } = await classify(subject.reader, images);
  images.dispose();
  return predictions;
}

/** How many stay right from every start. */
async function restart(
  subject: Subject,
  descent: Descent,
  first: Int32Array,
  tick: () => void,
): Promise<number> {
  const { labels, clean, x } = subject;
  let held = findHeld(labels, clean, first);
  for (let k = 1; k < STARTS; k++) {
    const predictions = await attackOnce(subject, { ...descent, start: drawStart(x) }, tick);
    const again = findHeld(labels, clean, predictions);
    held = held.map((one, i) => one & again[i]!);
  }
  return total(held);
}

async function attackLadder(
  subject: Subject,
  ladder: readonly number[],
  attack: string,
  health: GradientHealth,
  tick: () => void,
  descentAt: (epsilon: number) => Descent,
): Promise<Examples> {
  const { iterations, start } = descentAt(1);
  const images: tf.Tensor4D[] = [];
  for (const epsilon of ladder) {
    images.push(await descend(subject.classifier, subject.x, subject.truth, descentAt(epsilon), tick));
  }
  const tries = start === null ? '1 step along the gradient' : `${iterations} steps, 1 random start`;
  return toExamples(subject, ladder, images, { attack, role: 'adversarial', health, iterations, tries });
}

/** Each pixel by +ε or −ε, as chance has it; the same signs at every ε. */
async function addNoise(subject: Subject, ladder: readonly number[]): Promise<Examples> {
  const chance = random('noise');
  const signs = Float32Array.from({ length: subject.x.size }, () => (chance.word() & 1 ? 1 : -1));
  const direction = tf.tensor4d(signs, subject.x.shape);
  const images = ladder.map((epsilon) => shift(subject.x, direction, epsilon));
  direction.dispose();
  const facts = { attack: 'noise', role: 'noise', health: null, iterations: 0, tries: '1 draw' } as const;
  return toExamples(subject, ladder, images, facts);
}

interface ExampleFacts extends Pick<Examples, 'attack' | 'role' | 'health'> {
  readonly iterations: number;
  readonly tries: string;
}

async function toExamples(
  { model, reader, x, labels, clean }: Subject,
  ladder: readonly number[],
  images: readonly tf.Tensor4D[],
  { attack, role, health, iterations, tries }: ExampleFacts,
): Promise<Examples> {
  const facts = { before: x, labels, clean, queries: 0, gradientEvaluations: iterations };
  const rounds: Examples['rounds'][number][] = [];
  for (const [i, epsilon] of ladder.entries()) {
    rounds.push(await judgeRound(reader, images[i]!, { ...facts, epsilon }));
  }
  const threat = {
    sees: role === 'noise' ? 'nothing' : 'the weights, the defence and the true label',
    may_change: 'every pixel by at most ε (L∞, pixels from 0 to 1)',
    tries,
  };
  return { attack, role, norm: 'Linf', target: null, threat, health, attacked: model, rounds };
}

async function measureGradients({ classifier, x, truth }: Subject): Promise<GradientHealth> {
  const gradient = tf.tidy(() => inputGradient(classifier, x, truth).gradient);
  const health = await measureHealth(gradient);
  gradient.dispose();
  return health;
}

/** Whether two readings of the first images are not the same. */
async function differs(read: Classifier['logits'], x: tf.Tensor4D): Promise<boolean> {
  const gap = tf.tidy(() => {
    const first = sliceRows(x, 0, Math.min(16, x.shape[0]));
    const logits = read(first);
    const scale = tf.max(tf.abs(logits));
    return tf.div(tf.max(tf.abs(tf.sub(logits, read(first)))), tf.maximum(scale, 1e-12));
  });
  const [share] = await gap.data();
  gap.dispose();
  return share! > 1e-5;
}

function createTick(total: number): () => void {
  let done = 0;
  return () => progress(++done, total, 'steps');
}
