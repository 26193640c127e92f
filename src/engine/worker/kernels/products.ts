/** Products of rows at places of a grid with a packed matrix: what a convolution, its gradient for the input and a matrix product have in common. */
import type { Arithmetic } from './arithmetic.ts';
import type { Scratch } from './heap.ts';
import { layOut, type Grid } from './windows.ts';

/** A matrix in memory, steps in bytes; a transposed one has them changed. */
export interface Matrix {
  readonly at: number;
  readonly rowBytes: number;
  readonly columnBytes: number;
}

/** Places of the same grid in each of a number of images. */
interface Places extends Grid {
  readonly at: number;
  readonly imageBytes: number;
}

export interface Product {
  readonly images: number;
  /** Where each row begins that is multiplied, and where its product goes. */
  readonly from: Places;
  readonly to: Places;
  /** A row: so many runs of floats, so many bytes apart. */
  readonly runs: { readonly count: number; readonly floats: number; readonly bytes: number };
  /** The address of the packed matrix, [runs · floats, columns]. */
  readonly packed: number;
  readonly columns: number;
}

export function multiplyPlaces(arithmetic: Arithmetic, scratch: Scratch, product: Product): void {
  const { images, from, to, runs } = product;
  const sources = layOut(arithmetic, scratch, from);
  const targets = layOut(arithmetic, scratch, to);
  arithmetic.multiply(
    from.at,
    from.imageBytes,
    sources.at,
    runs.count,
    runs.floats,
    runs.bytes,
    product.packed,
    product.columns,
    to.at,
    to.imageBytes,
    targets.at,
    sources.fill,
    images,
  );
}

/** Room for a packed matrix. */
export function takePacked(scratch: Scratch, depth: number, columns: number): number {
  return scratch.take(depth * Math.ceil(columns / 8) * 8);
}

/** The address of the matrix in panels of eight columns. */
export function packMatrix(
  arithmetic: Arithmetic,
  scratch: Scratch,
  matrix: Matrix,
  depth: number,
  columns: number,
): number {
  const to = takePacked(scratch, depth, columns);
  const { at, rowBytes, columnBytes } = matrix;
  arithmetic.packColumns(to, depth * 32, at, depth, rowBytes, columns, columnBytes);
  return to;
}
