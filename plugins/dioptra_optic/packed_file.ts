/** Reads a packed data set: one line of JSON, then a byte a label, then a byte a pixel; the whole gzipped or not. */

export interface PackedFile {
  readonly name: string;
  readonly count: number;
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  readonly classes: number;
  /** Where each named split begins and ends. */
  readonly splits: Readonly<Record<string, readonly [number, number]>>;
  /** The greatest value that a pixel can have. */
  readonly levels: number;
  readonly labels: Uint8Array;
  /** Grey levels or colours, 0 to `levels`, image by image, row by row. */
  readonly pixels: Uint8Array;
}

// What every worker and Node have, and the types of a plugin do not.
interface ByteStream {
  pipeThrough(through: unknown): ByteStream;
}
declare const DecompressionStream: new (format: 'gzip') => unknown;
declare const Response: new (body: Uint8Array | ByteStream) => {
  readonly body: ByteStream;
  arrayBuffer(): Promise<ArrayBuffer>;
};

/** The content of a file. Throws where it is not a packed data set of format 1, or is cut short. */
export async function readPacked(file: Uint8Array): Promise<PackedFile> {
  const bytes = await inflate(file);
  const newline = bytes.indexOf(10);
  const { format, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, newline)));
  if (format !== 1) throw new Error(`This data set has format ${String(format)}; only 1 is known.`);
  const { count, shape } = header as PackedFile;
  const start = newline + 1 + count;
  const length = count * shape[0] * shape[1] * shape[2];
  if (bytes.length !== start + length) throw new Error('This data set is cut short.');
  return {
    levels: 255,
    ...header,
    labels: bytes.subarray(newline + 1, start),
    pixels: bytes.subarray(start),
  };
}

async function inflate(file: Uint8Array): Promise<Uint8Array> {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  const stream = new Response(file).body.pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
