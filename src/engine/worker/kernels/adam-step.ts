/** A step of Adam in one kernel of our own a variable, `AdamStep`, instead of fourteen operations of TensorFlow.js' optimizer: the same arithmetic in the same order. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { OpenArithmetic } from './arithmetic.ts';
import type { Tf } from './composed.ts';
import { addressOf, type WasmHeap } from './heap.ts';

/** `rest1` and `rest2`: scalars 1 − β₁ᵗ and 1 − β₂ᵗ. */
type Inputs = Record<'value' | 'first' | 'second' | 'gradient' | 'rest1' | 'rest2', tfjs.Tensor>;
type Attrs = Record<'beta1' | 'beta2' | 'epsilon' | 'rate', number>;

/** Gives the new value and both new moments; what came in stays, since it may be held elsewhere. */
export function adamStep(tf: Tf, open: OpenArithmetic): tfjs.KernelConfig {
  return {
    kernelName: 'AdamStep',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const heap = backend as WasmHeap;
      const { value, first, second, gradient, rest1, rest2 } = inputs as unknown as Inputs;
      const { beta1, beta2, epsilon, rate } = attrs as unknown as Attrs;
      const made = [value, first, second].map(({ shape }) => heap.makeOutput(shape, 'float32'));
      const at = (tensors: readonly tfjs.TensorInfo[]) => tensors.map((tensor) => addressOf(heap, tensor));
      const size = tf.util.sizeFromShape(value.shape);
      const factors = [beta1, 1 - beta1, beta2, 1 - beta2];
      const places = at([value, first, second, gradient, ...made]);
      open(heap)!.stepAdam(...places, size, ...factors, ...at([rest1, rest2]), epsilon, rate);
      return made;
    },
  };
}

/** What TensorFlow.js' optimizer holds; its own types hide most of it. */
interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly accBeta1: tfjs.Variable;
  readonly accBeta2: tfjs.Variable;
  readonly accumulatedFirstMoment: Moment[];
  readonly accumulatedSecondMoment: Moment[];
  incrementIterations(): void;
}

interface Moment {
  readonly originalName: string;
  readonly variable: tfjs.Variable;
}

type Gradients = Parameters<tfjs.AdamOptimizer['applyGradients']>[0];

/** Has TensorFlow.js' Adam take its steps by that kernel where it can be. */
export function stepByKernel(tf: Tf, open: OpenArithmetic): void {
  const prototype = tf.AdamOptimizer.prototype;
  const own = prototype.applyGradients;
  prototype.applyGradients = function (gradients: Gradients): void {
    const serves = tf.getBackend() === 'wasm' && open(tf.backend() as unknown as WasmHeap);
    if (!serves || !areServed(tf, gradients)) return own.call(this, gradients);
    const adam = this as unknown as Adam;
    tf.tidy(() => {
      const rest1 = tf.sub(1, adam.accBeta1);
      const rest2 = tf.sub(1, adam.accBeta2);
      byName(gradients).forEach(([name, gradient], i) =>
        stepVariable(tf, adam, i, name, gradient, rest1, rest2),
      );
      adam.accBeta1.assign(tf.mul(adam.accBeta1, adam.beta1));
      adam.accBeta2.assign(tf.mul(adam.accBeta2, adam.beta2));
    });
    adam.incrementIterations();
  };
}

function byName(gradients: Gradients): [name: string, gradient: tfjs.Tensor | null][] {
  return Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor])
    : Object.entries(gradients);
}

/** Whether each gradient is as large as what it moves: one number for all of them is spread by the optimizer itself. */
function areServed(tf: Tf, gradients: Gradients): boolean {
  const variables = tf.engine().registeredVariables;
  return byName(gradients).every(([name, gradient]) => {
    const moved = variables[name];
    return (
      !gradient ||
      (gradient.dtype === 'float32' && !!moved && tf.util.arraysEqual(gradient.shape, moved.shape))
    );
  });
}

function stepVariable(
  tf: Tf,
  adam: Adam,
  i: number,
  name: string,
  gradient: tfjs.Tensor | null,
  rest1: tfjs.Tensor,
  rest2: tfjs.Tensor,
): void {
  const value = tf.engine().registeredVariables[name]!;
  const zeros = () => tf.tidy(() => tf.zerosLike(value).variable(false));
  adam.accumulatedFirstMoment[i] ??= { originalName: `${name}/m`, variable: zeros() };
  adam.accumulatedSecondMoment[i] ??= { originalName: `${name}/v`, variable: zeros() };
  if (!gradient) return;
  const first = adam.accumulatedFirstMoment[i].variable;
  const second = adam.accumulatedSecondMoment[i].variable;
  const inputs: Inputs = { value, first, second, gradient, rest1, rest2 };
  const { beta1, beta2, epsilon, learningRate: rate } = adam;
  const [newValue, newFirst, newSecond] = tf
    .engine()
    .runKernel('AdamStep', inputs, { beta1, beta2, epsilon, rate }) as unknown as tfjs.Tensor[];
  first.assign(newFirst!);
  second.assign(newSecond!);
  value.assign(newValue!);
}
