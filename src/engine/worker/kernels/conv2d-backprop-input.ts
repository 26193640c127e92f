/**
 * The gradient of a convolution for its input: the backend's own loops over single values (TensorFlow.js 4.22), and takes
 * a third of a training step, or of an attack. Where the binary cannot serve, it is one matrix product and its rows added
 * back.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tf } from './composed.ts';
import type { OpenArithmetic } from './arithmetic.ts';
import { asTensor } from './composed.ts';
import { inputGradient } from './conv2d-input-gradient.ts';
import type { WasmHeap } from './heap.ts';
import { before, beforeOwn } from './own-kernel.ts';
import { addBack, imageGroups, windowSize } from './patches.ts';

export function conv2dBackpropInput(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  const added = beforeOwn(tf, 'Conv2DBackpropInput', ({ inputs, attrs, backend }) => {
    const { strides, pad, dataFormat, dimRoundingMode, inputShape } =
      attrs as unknown as tfjs.Conv2DBackpropInputAttrs;
    if (dataFormat !== 'NHWC') return null;
    const { dy, filter } = inputs as Record<'dy' | 'filter', tfjs.TensorInfo>;
    const filterShape = filter.shape as [number, number, number, number];
    const shape = tf.backend_util.computeConv2DInfo(
      inputShape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const heap = backend as WasmHeap;
    const out = heap.makeOutput(inputShape, 'float32');
    heap.typedArrayFromHeap(out).fill(0);
    tf.tidy(() => {
      const rows = tf.reshape(asTensor(tf, heap, dy), [-1, shape.outChannels]);
      const taps = tf.transpose(
        tf.reshape(asTensor(tf, heap, filter), [windowSize(shape), shape.outChannels]),
      );
      const positions = shape.outHeight * shape.outWidth;
      for (const [start, end] of imageGroups(shape)) {
        const group = tf.slice(rows, [start * positions, 0], [(end - start) * positions, -1]);
        const windows = tf.matMul(group, taps);
        const view = heap.typedArrayFromHeap(windows) as Float32Array;
        addBack(shape, view, heap.typedArrayFromHeap(out) as Float32Array, start, end);
        tf.dispose([group, windows]);
      }
    });
    return out;
  });
  return before(added, inputGradient(tf, open));
}
