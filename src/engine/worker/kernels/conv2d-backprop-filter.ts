/**
 * The gradient of a convolution for its filter, which the wasm backend lacks. Where the binary cannot serve it is itself
 * a convolution, of the inputs with the gradients as filter: batch and channels change places, the stride becomes the
 * dilation.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { OpenArithmetic } from './arithmetic.ts';
import { composed, type Tf } from './composed.ts';
import { filterGradient } from './correlate.ts';
import { before } from './own-kernel.ts';

export function conv2dBackpropFilter(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  const kernelFunc = composed<tfjs.Conv2DBackpropFilterAttrs>(tf, ({ x, dy }, attrs) => {
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs;
    if (dataFormat !== 'NHWC') throw new Error(`Conv2DBackpropFilter on wasm takes NHWC, not ${dataFormat}.`);
    const info = tf.backend_util.computeConv2DInfo(x!.shape, filterShape, strides, 1, pad, dimRoundingMode);
    const { top, bottom, left, right } = info.padInfo;
    const margins: [number, number][] = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
    const padded = top + bottom + left + right > 0 ? tf.pad(x!, margins) : x!;
    const images = tf.transpose(padded, [3, 1, 2, 0]) as tfjs.Tensor4D;
    const filter = tf.transpose(dy!, [1, 2, 0, 3]) as tfjs.Tensor4D;
    const taps = tf.conv2d(images, filter, 1, 'valid', 'NHWC', [info.strideHeight, info.strideWidth]);
    // Where the stride does not divide the image, rows and columns that no window reached give taps too many.
    const [height, width, inputs, outputs] = filterShape;
    const size = [inputs, height, width, outputs];
    const met = tf.util.arraysEqual(taps.shape, size) ? taps : tf.slice(taps, [0, 0, 0, 0], size);
    return tf.transpose(met, [1, 2, 0, 3]);
  });
  const kernel = { kernelName: 'Conv2DBackpropFilter', backendName: 'wasm', kernelFunc };
  return before(kernel, filterGradient(tf, open));
}
