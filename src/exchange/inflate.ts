/** Packed bytes piece by piece: what comes out is metered as it comes, so that nothing grows further than it may. */
import { Gunzip, Inflate } from 'fflate';
import { crc32 } from '#core/files/zip.ts';
import type { ArchiveMeter } from './archive-meter.ts';
import { packedBytes, type ZipEntry } from './zip-directory.ts';

/** Read at once. */
const SLICE = 1 << 20;
/** Inflated at once; at the best ratio there is, four MiB come out of it. */
const PIECE = 4 << 10;

type Piece = Uint8Array<ArrayBuffer>;

/** A file of a ZIP; at the end its size and checksum must be those of the directory. */
export async function* readZipEntry(
  archive: Blob,
  entry: ZipEntry,
  meter: ArchiveMeter,
): AsyncGenerator<Piece> {
  const data = await packedBytes(archive, entry, meter);
  let size = 0;
  let crc = 0;
  for await (const piece of entry.method === 0 ? slicesOf(data) : inflate(data, meter, entry.path)) {
    meter.grow(piece.length);
    size += piece.length;
    if (size > entry.size) break;
    crc = crc32(piece, crc);
    yield piece;
  }
  if (size !== entry.size) meter.refuse(entry.path, 'has another size than the archive says');
  if (crc !== entry.crc) meter.refuse(entry.path, 'is damaged: its checksum differs');
}

async function* inflate(data: Blob, meter: ArchiveMeter, path: string): AsyncGenerator<Piece> {
  const out: Piece[] = [];
  const stream = new Inflate((piece) => void out.push(piece));
  try {
    yield* pump(data, stream, out);
  } catch (error) {
    if (isFlateError(error)) meter.refuse(path, 'is damaged: it cannot be inflated');
    throw error;
  }
}

/** What a gzip file holds; the checksum at its end must fit where it has one part, as nearly all have. */
export async function* gunzip(archive: Blob, meter: ArchiveMeter): AsyncGenerator<Piece> {
  const out: Piece[] = [];
  const stream = new Gunzip((piece) => void out.push(piece));
  let parts = 1;
  stream.onmember = () => void parts++;
  let crc = 0;
  try {
    for await (const piece of pump(archive, stream, out)) {
      meter.grow(piece.length);
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    if (isFlateError(error)) meter.broken('it is cut off or damaged');
    throw error;
  }
  const trailer = new DataView(await archive.slice(-8).arrayBuffer());
  if (parts === 1 && (trailer.byteLength < 8 || trailer.getUint32(0, true) !== crc))
    meter.broken('its checksum differs');
}

async function* pump(data: Blob, stream: Inflate | Gunzip, out: Piece[]): AsyncGenerator<Piece> {
  let left = data.size;
  for await (const slice of slicesOf(data)) {
    for (let at = 0; at < slice.length; at += PIECE) {
      const piece = slice.subarray(at, at + PIECE);
      left -= piece.length;
      stream.push(piece, left === 0);
      yield* out.splice(0);
    }
  }
}

async function* slicesOf(data: Blob): AsyncGenerator<Piece> {
  for (let at = 0; at < data.size; at += SLICE)
    yield new Uint8Array(await data.slice(at, at + SLICE).arrayBuffer());
}

/** The library throws plain errors that carry a number. */
function isFlateError(error: unknown): boolean {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'number';
}

export async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
