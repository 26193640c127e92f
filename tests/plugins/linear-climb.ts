/** BIM and MIM on the linear model of the 8×8 digits in double precision, as their papers read: what the attacks are held against. */
import { CLASSES, PIXELS, probabilities, type Digits8, type Linear } from './digits8.ts';

export interface LinearClimb {
  readonly epsilon: number;
  readonly iterations: number;
  /** The length of a step. */
  readonly step: number;
  /** What is kept of the direction before; 0 is BIM. */
  readonly momentum: number;
}

/** The digits after the last step, count · 64 pixels (Kurakin et al. 2017, arXiv:1607.02533; Dong et al. 2018, arXiv:1710.06081). */
export function climbLinear(model: Linear, digits: Digits8, climb: LinearClimb): Float64Array {
  const { epsilon, iterations, step, momentum } = climb;
  const pixels = digits.pixels.slice();
  const direction = new Float64Array(pixels.length);
  for (let i = 0; i < iterations; i++) {
    const slopes = slopesAt(model, { ...digits, pixels });
    for (let row = 0; row < digits.count; row++) {
      const own = slopes.subarray(row * PIXELS, (row + 1) * PIXELS);
      const length = own.reduce((sum, value) => sum + Math.abs(value), 0);
      own.forEach((value, j) => {
        const at = row * PIXELS + j;
        direction[at] = momentum * direction[at]! + value / length;
        const low = Math.max(0, digits.pixels[at]! - epsilon);
        const high = Math.min(1, digits.pixels[at]! + epsilon);
        pixels[at] = Math.min(high, Math.max(low, pixels[at]! + step * Math.sign(direction[at]!)));
      });
    }
  }
  return pixels;
}

/** The cross entropy's gradient: W·(softmax − one-hot). */
function slopesAt(model: Linear, digits: Digits8): Float64Array {
  const errors = probabilities(model, digits);
  digits.labels.forEach((label, i) => (errors[i * CLASSES + label]! -= 1));
  return Float64Array.from({ length: digits.count * PIXELS }, (_, at) => {
    const [row, j] = [Math.floor(at / PIXELS), at % PIXELS];
    let sum = 0;
    for (let k = 0; k < CLASSES; k++) sum += model.weights[j * CLASSES + k]! * errors[row * CLASSES + k]!;
    return sum;
  });
}
