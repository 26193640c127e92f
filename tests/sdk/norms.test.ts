/** Directions of length 1: exactly, however small the gradient. */
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { measureNorms, steepest, type Norm } from '#sdk';
import { useBackend } from '../plugins/backend.ts';

const shape: [number, number, number, number] = [4, 3, 3, 1];
/** Gradients of four images, from 1e-30 to 1e3; the last is zero. */
const slopes = Float32Array.from({ length: 36 }, (_, i) => {
  const scale = [1e-30, 1e-8, 1e3, 0][Math.floor(i / 9)]!;
  return scale * (((i * 7) % 11) - 4);
});

test.each(['cpu', 'wasm'] as const)('on %s', async (backend) => {
  await useBackend(backend);
  const gradient = tf.tensor4d(slopes, shape);
  for (const [norm, key] of [
    [1, 'l1'],
    [2, 'l2'],
    ['inf', 'linf'],
  ] as [Norm, 'l1' | 'l2' | 'linf'][]) {
    const lengths = (await measureNorms(tf.zeros(shape), steepest(gradient, norm)))[key];
    expect([...lengths.subarray(0, 3)].map((length) => Math.abs(length - 1) < 1e-6)).toEqual([
      true,
      true,
      true,
    ]);
    expect(lengths[3]).toBe(0);
  }
});
