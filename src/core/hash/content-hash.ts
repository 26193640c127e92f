/** Names for content: SHA-256 in lower-case hexadecimal, computed synchronously so that it may stand inside a database transaction. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of the bytes. */
export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** SHA-256 of the text in UTF-8. */
export function hashText(text: string): string {
  return hashBytes(new TextEncoder().encode(text));
}

/** SHA-256 of the value's canonical JSON in UTF-8: the hash that a pin names. */
export function hashContent(content: unknown): string {
  return hashText(canonicalJson(content));
}

/** SHA-256 of bytes that come in pieces; `end` may be called once. */
export function hashPieces(): { add(piece: Uint8Array): void; end(): string } {
  const hash = sha256.create();
  return {
    add: (piece) => void hash.update(piece),
    end: () => bytesToHex(hash.digest()),
  };
}
