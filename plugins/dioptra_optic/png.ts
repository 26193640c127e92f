/** Writes PNG images that depend on nothing but their pixels: no filter, stored blocks, so every device gives the same bytes. */

/** PNG's numbers for grey, RGB and RGBA by the number of channels. */
const COLOUR_TYPES: Readonly<Record<number, number>> = { 1: 0, 3: 2, 4: 6 };

/**
 * An image as a PNG file.
 *
 * @param pixels bytes 0 to 255, row by row, `height · width · channels` of them
 * @param shape height, width, and 1 (grey), 3 (RGB) or 4 (RGBA) channels
 */
export function encodePng(pixels: Uint8Array, shape: readonly [number, number, number]): Uint8Array {
  const [height, width, channels] = shape;
  const colour = COLOUR_TYPES[channels];
  if (colour === undefined) throw new Error(`A PNG image has 1, 3 or 4 channels, not ${channels}.`);
  const rows = new Uint8Array(height * (1 + width * channels));
  for (let row = 0; row < height; row++) {
    const line = pixels.subarray(row * width * channels, (row + 1) * width * channels);
    rows.set(line, row * (1 + width * channels) + 1);
  }
  const header = new Uint8Array([...bigEndian(width), ...bigEndian(height), 8, colour, 0, 0, 0]);
  return join([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', store(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const named = join([new TextEncoder().encode(type), content]);
  return join([bigEndian(content.length), named, bigEndian(crc32(named))]);
}

/** A zlib stream of stored blocks (RFC 1950, 1951). */
function store(content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let at = 0; at < content.length; at += 65535) {
    const block = content.subarray(at, at + 65535);
    const size = block.length;
    const last = at + size === content.length ? 1 : 0;
    parts.push(Uint8Array.of(last, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255), block);
  }
  return join([...parts, bigEndian(adler32(content))]);
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function bigEndian(number: number): Uint8Array {
  return Uint8Array.of(number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
