/** A map that has a value for each channel, as one value a pixel. */

/** The sum over `depth` channels: what a pixel as a whole speaks for the class. */
export function flattenMap(map: Float32Array, depth: number): Float32Array {
  if (depth === 1) return map;
  return Float32Array.from({ length: map.length / depth }, (_, p) =>
    map.subarray(p * depth, (p + 1) * depth).reduce((sum, value) => sum + value, 0),
  );
}
