/**
 * The gradient of a depthwise convolution for its filter, which the wasm backend lacks: for each place in the filter,
 * the sum over all windows of the input there times the output's gradient.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { composed, type Tf } from './composed.ts';
import { channelFilters } from './depthwise-parts.ts';

export function depthwiseBackpropFilter(tf: Tf): tfjs.KernelConfig {
  const kernelFunc = composed<tfjs.DepthwiseConv2dNativeBackpropFilterAttrs>(tf, ({ x, dy }, attrs) => {
    const { strides, pad, dimRoundingMode, filterShape } = attrs;
    const info = tf.backend_util.computeConv2DInfo(
      x!.shape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
      true,
    );
    const [height, width, channels, multiplier] = filterShape;
    const gradients = channelFilters(tf, dy!, multiplier);
    const windows = tapWindows(tf, x!, info, height, width);
    const taps = windows.flatMap((seen) =>
      gradients.map((gradient) => tf.sum(tf.mul(seen, gradient), [0, 1, 2])),
    );
    const stacked = tf.reshape(tf.stack(taps), [height, width, multiplier, channels]);
    return tf.transpose(stacked, [0, 1, 3, 2]);
  });
  return { kernelName: 'DepthwiseConv2dNativeBackpropFilter', backendName: 'wasm', kernelFunc };
}

/** For each place in the filter, row by row: the pixel that lies under it in every window. */
function tapWindows(
  tf: Tf,
  x: tfjs.Tensor4D,
  info: tfjs.backend_util.Conv2DInfo,
  height: number,
  width: number,
): tfjs.Tensor4D[] {
  const { strideHeight, strideWidth, outHeight, outWidth, padInfo } = info;
  const padded = tf.pad(x, [
    [0, 0],
    [padInfo.top, padInfo.bottom],
    [padInfo.left, padInfo.right],
    [0, 0],
  ]);
  const [batch, , , channels] = x.shape;
  const windows: tfjs.Tensor4D[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const end = [
        batch,
        row + (outHeight - 1) * strideHeight + 1,
        column + (outWidth - 1) * strideWidth + 1,
        channels,
      ];
      windows.push(
        tf.stridedSlice(padded, [0, row, column, 0], end, [1, strideHeight, strideWidth, 1]) as tfjs.Tensor4D,
      );
    }
  }
  return windows;
}
