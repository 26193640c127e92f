/** What HopSkipJump asks, question by question: halvings that end at θ, directions of 100·√t questions, and how far away they are asked. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Classifier, Dataset } from '#sdk';
import { attack_hopskipjump } from '../../../plugins/black_box/hop_skip_jump.ts';
import { useBackend } from '../backend.ts';
import { listen } from '../step-context.ts';

beforeAll(() => useBackend('wasm'));
beforeEach(() => void listen(3));

interface Asked {
  /** One array a candidate. */
  readonly points: number[][];
  readonly misread: boolean[];
}

/** Two classes parted by the plane mean = 0.45 in images of side × side pixels, in which one grey image of 0.5 is read right; it notes what it is asked. */
function makePlane(side: number): { model: Classifier; dataset: Dataset; asked: Asked[] } {
  const size = side * side;
  const slope = tf.fill<tf.Rank.R2>([size, 1], 1 / size);
  const asked: Asked[] = [];
  const logits = (images: tf.Tensor4D): tf.Tensor2D => {
    const score = tf.sub(tf.matMul(tf.reshape(images, [-1, size]) as tf.Tensor2D, slope), 0.45);
    const points = (tf.reshape(images, [-1, size]) as tf.Tensor2D).arraySync();
    asked.push({ points, misread: [...score.dataSync()].map((value) => value <= 0) });
    return tf.concat([tf.zerosLike(score), score], 1) as tf.Tensor2D;
  };
  const meta = {
    name: 'grey',
    rows: [[0, 1]] as const,
    image_shape: [side, side, 1] as const,
    value_range: [0, 1] as const,
    batch_size: 1,
    num_classes: 2,
    seed: null,
    shuffle: false,
  };
  const images = tf.fill<tf.Rank.R4>([1, side, side, 1], 0.5);
  return { model: { classes: 2, logits }, dataset: { images, labels: tf.tensor2d([[0, 1]]), meta }, asked };
}

interface Iteration {
  /** The misread end of the start or of the step. */
  readonly from: number[];
  readonly halvings: Asked[];
  readonly direction: Asked;
}

/** Takes a run apart: what is asked singly up to a misread image is a start or a step, what is asked singly thereafter halves. */
function takeApart(asked: readonly Asked[]): Iteration[] {
  const iterations: Iteration[] = [];
  // The first question is what is read unchanged.
  let at = 1;
  for (;;) {
    while (!asked[at]!.misread[0]) at++;
    const [from] = asked[at++]!.points as [number[]];
    const halvings: Asked[] = [];
    while (asked[at]?.points.length === 1) halvings.push(asked[at++]!);
    const direction = asked[at++];
    if (!direction) return iterations;
    iterations.push({ from, halvings, direction });
  }
}

const lengthOf = (from: readonly number[], to: readonly number[], norm: 2 | 'inf'): number => {
  const changes = from.map((value, j) => Math.abs(value - to[j]!));
  return norm === 2 ? Math.hypot(...changes) : Math.max(...changes);
};

/** θ of IBM's toolbox: 0.01/√d in L2, 0.01/d in L∞ (techniques, table 4.5). */
const THETAS = [
  ['L2', 2, (d: number) => 0.01 / Math.sqrt(d)],
  ['L∞', 'inf', (d: number) => 0.01 / d],
] as const;

describe.each(THETAS)('in %s', (_, norm, thetaOf) => {
  test.each([2, 3, 4, 8])('images of %i pixels a side', async (side) => {
    const { model, dataset, asked } = makePlane(side);
    await attack_hopskipjump(model, dataset, norm, 8);
    const iterations = takeApart(asked);
    expect(iterations.map(({ direction }) => direction.points.length)).toEqual([
      100, 141, 173, 200, 223, 244, 264, 282,
    ]);
    const theta = thetaOf(side * side);
    iterations.forEach(({ from, halvings, direction }, k) => {
      const last = (misread: boolean) => halvings.findLast((one) => one.misread[0] === misread)?.points[0];
      const nearest = last(true) ?? from;
      const grey = nearest.map(() => 0.5);
      const distance = lengthOf(grey, nearest, norm);
      // Halved until what is misread and what is not lie a share of θ of the way apart, and no further.
      expect(halvings.length).toBe(Math.ceil(Math.log2(1 / theta)));
      const gap = (distance - lengthOf(grey, last(false) ?? grey, norm)) / lengthOf(grey, from, norm);
      expect(gap).toBeGreaterThan(theta / 2 - 1e-6);
      expect(gap).toBeLessThanOrEqual(theta + 1e-6);
      // The first is asked for a tenth of black to white away, the others a hundredth of the distance: √d·θ or d·θ of it.
      const radius = k === 0 ? 0.1 : 0.01 * distance;
      direction.points.forEach((point) => {
        if (point.every((value) => value > 0 && value < 1))
          expect(lengthOf(nearest, point, 2)).toBeCloseTo(radius, 5);
      });
    });
  });
});
