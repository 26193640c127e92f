/** Where a patch lies on an image: its round mask, its turn, size and place, and what each pixel of the image sees of it. */
import type { Random } from 'alidade/sdk';
import type { ImageShape } from './smoothing.ts';

/** Turn in radians, size as a share of the patch's own, and the way of its middle from the image's, in pixels. */
export interface Placement {
  readonly angle: number;
  readonly scale: number;
  readonly down: number;
  readonly right: number;
}

/** How far a patch may be turned (degrees to either side) and between which sizes it is drawn. */
export interface Freedom {
  readonly rotation_max: number;
  readonly scale_min: number;
  readonly scale_max: number;
}

/**
 * The circle that a patch is cut to, 1 inside and falling to 0 at its rim: 1 − min(1, (x² + y²)⁴⁰) with x and y from −1 to 1
 * over the patch, as in IBM's toolbox.
 *
 * @param side pixels of the square
 */
export function roundMask(side: number): Float32Array {
  const line = Array.from({ length: side }, (_, i) => (side === 1 ? 0 : (2 * i) / (side - 1) - 1));
  return Float32Array.from(line.flatMap((y) => line.map((x) => 1 - Math.min(1, (x * x + y * y) ** 40))));
}

/**
 * A placement by chance: the angle to either side, the size between the two ends, and the place such that the whole square
 * of that size lies on the image, each as likely as another.
 */
export function drawPlacement(chance: Random, [height, width]: ImageShape, freedom: Freedom): Placement {
  const { rotation_max, scale_min, scale_max } = freedom;
  const side = Math.min(height, width);
  const between = (low: number, high: number): number => low + (high - low) * chance.uniform();
  const angle = (between(-rotation_max, rotation_max) * Math.PI) / 180;
  const scale = between(scale_min, scale_max);
  const [down, right] = [height, width].map((length) => {
    const most = Math.max(0, (length - side * scale) / 2);
    return between(-most, most);
  });
  return { angle, scale, down: down!, right: right! };
}

/** For each pixel of an image four places of the patch and their weights; a weight of 0 outside of it. */
export interface Sight {
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

/** What each pixel of the image sees of a square of `side` pixels that lies there, by one bilinear sampling. */
export function seePatch([height, width]: ImageShape, side: number, placement: Placement): Sight {
  const { angle, scale, down, right } = placement;
  const places = new Int32Array(4 * height * width);
  const weights = new Float32Array(4 * height * width);
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const middle = (side - 1) / 2;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const y = row - (height - 1) / 2 - down;
      const x = column - (width - 1) / 2 - right;
      spread(middle + cos * y + sin * x, middle - sin * y + cos * x, side, 4 * (row * width + column), {
        places,
        weights,
      });
    }
  }
  return { places, weights };
}

/** The four neighbours of a point of the patch, and how much each counts. */
function spread(y: number, x: number, side: number, at: number, { places, weights }: Sight): void {
  const [top, left] = [Math.floor(y), Math.floor(x)];
  const [low, aside] = [y - top, x - left];
  for (let k = 0; k < 4; k++) {
    const [row, column] = [top + (k >> 1), left + (k & 1)];
    if (row < 0 || column < 0 || row >= side || column >= side) continue;
    places[at + k] = row * side + column;
    weights[at + k] = (k >> 1 ? low : 1 - low) * (k & 1 ? aside : 1 - aside);
  }
}

/** What a pixel sees of one channel of a square, 0 outside of it. */
export function lookAt(
  square: Float32Array,
  { places, weights }: Sight,
  pixel: number,
  channels = 1,
  channel = 0,
): number {
  let sum = 0;
  for (let k = 4 * pixel; k < 4 * pixel + 4; k++) {
    sum += weights[k]! * square[places[k]! * channels + channel]!;
  }
  return sum;
}
