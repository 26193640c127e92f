/**
 * The gradient of a depthwise convolution for its input, which the wasm backend lacks: the output's gradient, spread
 * out by the stride, convolved with the filter turned by half a turn; once for each of a channel's filters.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { composed, type Tf } from './composed.ts';
import { channelFilters, spread } from './depthwise-parts.ts';

export function depthwiseBackpropInput(tf: Tf): tfjs.KernelConfig {
  const kernelFunc = composed<tfjs.DepthwiseConv2dNativeBackpropInputAttrs>(tf, ({ dy, filter }, attrs) => {
    const { strides, pad, dimRoundingMode, inputShape } = attrs;
    const info = tf.backend_util.computeConv2DInfo(
      inputShape,
      filter!.shape,
      strides,
      1,
      pad,
      dimRoundingMode,
      true,
    );
    const [height, width, , multiplier] = filter!.shape;
    const parts = channelFilters(tf, dy!, multiplier).map((gradient, q) => {
      const around = frame(
        tf,
        spread(tf, gradient, info.strideHeight, info.strideWidth),
        info,
        height,
        width,
      );
      const turned = tf.reverse(tf.slice(filter!, [0, 0, 0, q], [-1, -1, -1, 1]), [0, 1]);
      return tf.depthwiseConv2d(around, turned, 1, 'valid');
    });
    return tf.addN(parts);
  });
  return { kernelName: 'DepthwiseConv2dNativeBackpropInput', backendName: 'wasm', kernelFunc };
}

/** Sets the spread gradient into zeros so that a valid convolution has the size of the input; cuts where the padding was wider than the filter. */
function frame(
  tf: Tf,
  gradient: tfjs.Tensor4D,
  info: tfjs.backend_util.Conv2DInfo,
  height: number,
  width: number,
): tfjs.Tensor4D {
  const top = height - 1 - info.padInfo.top;
  const left = width - 1 - info.padInfo.left;
  const [batch, rows, columns, channels] = gradient.shape;
  const tall = info.inHeight + height - 1;
  const wide = info.inWidth + width - 1;
  const padded = tf.pad(gradient, [
    [0, 0],
    [Math.max(0, top), Math.max(0, tall - top - rows)],
    [Math.max(0, left), Math.max(0, wide - left - columns)],
    [0, 0],
  ]);
  return tf.slice(padded, [0, Math.max(0, -top), Math.max(0, -left), 0], [batch, tall, wide, channels]);
}
