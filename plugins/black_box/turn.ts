/** Turns and shifts an image, with values between pixels by bilinear interpolation and black where nothing was. */
import type { ImageShape } from './subjects.ts';

export interface Motion {
  /** Pixels to the right and down. */
  readonly right: number;
  readonly down: number;
  /** Degrees, counter-clockwise around the middle of the image; the turn comes before the shift. */
  readonly degrees: number;
}

/** Throws where a greatest shift in pixels, or a greatest turn in degrees, makes no sense. */
export function checkMotion(maxShift: number, maxDegrees: number): void {
  if (!(maxShift >= 0)) throw new RangeError(`max_shift is 0 pixels or more, not ${maxShift}.`);
  if (!(maxDegrees >= 0 && maxDegrees <= 180)) {
    throw new RangeError(`max_degrees is 0 to 180, not ${maxDegrees}.`);
  }
}

/** For each pixel of the result, four pixels that it is mixed of; a place of −1 is black. */
interface Taps {
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

/** A motion made ready for any number of images of a shape. @example const moved = prepareMotion([28, 28, 1], { right: 3, down: 0, degrees: 0 })(image); */
export function prepareMotion(shape: ImageShape, motion: Motion): (image: Float32Array) => Float32Array {
  const { places, weights } = findTaps(shape, motion);
  const channels = shape[2];
  return (image) => {
    const moved = new Float32Array(image.length);
    for (let at = 0; at < moved.length; at++) {
      const pixel = Math.floor(at / channels);
      const channel = at - pixel * channels;
      let sum = 0;
      for (let tap = 4 * pixel; tap < 4 * pixel + 4; tap++) {
        const place = places[tap]!;
        if (place >= 0) sum += weights[tap]! * image[place * channels + channel]!;
      }
      moved[at] = sum;
    }
    return moved;
  };
}

function findTaps([height, width]: ImageShape, { right, down, degrees }: Motion): Taps {
  const places = new Int32Array(4 * height * width);
  const weights = new Float32Array(4 * height * width);
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  for (let pixel = 0; pixel < height * width; pixel++) {
    const x = (pixel % width) - right - middleX;
    const y = Math.floor(pixel / width) - down - middleY;
    const [fromX, fromY] = [middleX + cos * x - sin * y, middleY + sin * x + cos * y];
    const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
    for (let tap = 0; tap < 4; tap++) {
      const [column, row] = [left + (tap & 1), top + (tap >> 1)];
      const isInside = column >= 0 && column < width && row >= 0 && row < height;
      places[4 * pixel + tap] = isInside ? row * width + column : -1;
      weights[4 * pixel + tap] = (1 - Math.abs(fromX - column)) * (1 - Math.abs(fromY - row));
    }
  }
  return { places, weights };
}
