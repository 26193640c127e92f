/** Hashing of Blobs without a pause of the page, and always before a transaction opens: a transaction ends while anything else is awaited. */
import { hashPieces } from '#core/hash/content-hash.ts';

/** What is handed to the browser's own hashing in one piece, at most; it works on another thread. */
const WHOLE = 64 << 20;
const SLICE = 256 << 10;

/** SHA-256 of the bytes. */
export async function hashBlob(blob: Blob): Promise<string> {
  // Absent on plain http, except on localhost.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (subtle && blob.size <= WHOLE) return hex(await subtle.digest('SHA-256', await blob.arrayBuffer()));
  const hash = hashPieces();
  for (let start = 0; start < blob.size; start += SLICE) {
    hash.add(new Uint8Array(await blob.slice(start, start + SLICE).arrayBuffer()));
  }
  return hash.end();
}

function hex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
