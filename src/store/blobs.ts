/** Hashing of Blobs in slices, with a breath after each, so that the page never stands still; always before a transaction opens. */
import { hashPieces } from '#core/hash/content-hash.ts';

const SLICE = 1 << 20;

/** SHA-256 of the bytes. */
export async function hashBlob(blob: Blob): Promise<string> {
  const hash = hashPieces();
  for (let start = 0; start < blob.size; start += SLICE) {
    hash.add(new Uint8Array(await blob.slice(start, start + SLICE).arrayBuffer()));
  }
  return hash.end();
}
