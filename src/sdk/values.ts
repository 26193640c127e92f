/** Values that tasks of different plugins hand to each other, and that a step's preview knows how to show. */

/**
 * A table: one name a column, one array a row.
 *
 * @example
 * const results: DataFrame = { columns: ['epsilon', 'accuracy'], rows: [[0, 0.96], [0.1, 0.61]] };
 */
export interface DataFrame {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The elements of an array, row by row. */
export type NdData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | BigInt64Array
  | BigUint64Array;

/**
 * An array of any number of dimensions that is not a tensor: it lives in plain memory and needs no engine.
 *
 * @example
 * const labels: NdArray = { shape: [4], data: Int32Array.of(7, 2, 1, 0) };
 */
export interface NdArray<Data extends NdData = NdData> {
  readonly shape: readonly number[];
  readonly data: Data;
}
