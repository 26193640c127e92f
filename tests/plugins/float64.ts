/** Convolutions, products and pools in double precision, written as their definitions read: what the kernels are held against. */
import { backend_util } from '@tensorflow/tfjs';

export type Shape4 = [number, number, number, number];
export type Padding = 'same' | 'valid' | number;

export interface Convolution {
  readonly x: Shape4;
  /** Height, width, inputs, outputs. */
  readonly filter: Shape4;
  readonly strides: [number, number];
  readonly dilations?: [number, number];
  readonly pad: Padding;
}

export const describe = ({ x, filter, strides, dilations, pad }: Convolution): backend_util.Conv2DInfo =>
  backend_util.computeConv2DInfo(
    x,
    filter,
    strides,
    dilations ?? 1,
    pad,
    typeof pad === 'number' ? 'floor' : undefined,
  );

/** Calls `visit` with the places in x, filter and output of every product of the convolution. */
function visitProducts(
  convolution: Convolution,
  visit: (x: number, filter: number, out: number) => void,
): void {
  const c = describe(convolution);
  for (let n = 0; n < c.batchSize; n++)
    for (let oy = 0; oy < c.outHeight; oy++)
      for (let ox = 0; ox < c.outWidth; ox++)
        for (let ky = 0; ky < c.filterHeight; ky++)
          for (let kx = 0; kx < c.filterWidth; kx++) {
            const y = oy * c.strideHeight - c.padInfo.top + ky * c.dilationHeight;
            const z = ox * c.strideWidth - c.padInfo.left + kx * c.dilationWidth;
            if (y < 0 || y >= c.inHeight || z < 0 || z >= c.inWidth) continue;
            for (let i = 0; i < c.inChannels; i++)
              for (let o = 0; o < c.outChannels; o++) {
                const pixel = ((n * c.inHeight + y) * c.inWidth + z) * c.inChannels + i;
                const tap = ((ky * c.filterWidth + kx) * c.inChannels + i) * c.outChannels + o;
                visit(pixel, tap, ((n * c.outHeight + oy) * c.outWidth + ox) * c.outChannels + o);
              }
          }
}

type Values = ArrayLike<number>;
const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

export function convolve(convolution: Convolution, x: Values, filter: Values): Float64Array {
  const out = new Float64Array(size(describe(convolution).outShape));
  visitProducts(convolution, (p, k, o) => void (out[o]! += x[p]! * filter[k]!));
  return out;
}

export function inputGradient(convolution: Convolution, dy: Values, filter: Values): Float64Array {
  const dx = new Float64Array(size(convolution.x));
  visitProducts(convolution, (p, k, o) => void (dx[p]! += dy[o]! * filter[k]!));
  return dx;
}

export function filterGradient(convolution: Convolution, x: Values, dy: Values): Float64Array {
  const gradient = new Float64Array(size(convolution.filter));
  visitProducts(convolution, (p, k, o) => void (gradient[k]! += x[p]! * dy[o]!));
  return gradient;
}

/** [rows, depth] · [depth, columns], either given transposed. */
export function multiply(
  a: Values,
  b: Values,
  [rows, depth, columns]: readonly [number, number, number],
  transposeA: boolean,
  transposeB: boolean,
): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      for (let k = 0; k < depth; k++) {
        const left = a[transposeA ? k * rows + r : r * depth + k]!;
        out[r * columns + c]! += left * b[transposeB ? c * depth + k : k * columns + c]!;
      }
  return out;
}
