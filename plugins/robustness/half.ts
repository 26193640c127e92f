/** Numbers of 16 bits: IEEE 754 binary16, one bit of sign, five of exponent, ten of fraction. */

/** The number that these 16 bits are; exact, for every pattern. @internal */
export function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The nearest of 16 bits, the even one of two. Throws beyond 65,504, the largest. @internal */
export function encodeHalf(value: number): number {
  const size = Math.abs(value);
  if (!(size < 65520)) throw new RangeError(`${value} has no place among numbers of 16 bits.`);
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = roundHalfEven(size * 2 ** (10 - exponent));
  // A fraction that rounds up to the next power of two carries into the exponent by itself.
  const bits = steps < 1024 ? steps : ((exponent + 15) << 10) + steps - 1024;
  return bits | (value < 0 || Object.is(value, -0) ? 0x8000 : 0);
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
