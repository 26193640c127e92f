/** Ids: 16 letters and digits (80 bits), without those that are easily misread; works on plain http too. */
import { hashBytes } from '#core/hash/content-hash.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Drawn at random. */
export function newId(): string {
  return spell(crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * The id that follows from a name: what is imported has the same id on every device, so that pins to it, and hashes of what
 * pins it, are the same everywhere.
 */
export function namedId(...names: readonly string[]): string {
  const hash = hashBytes(new TextEncoder().encode(JSON.stringify(names)));
  return spell(Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hash.slice(2 * i, 2 * i + 2), 16)));
}

function spell(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET[byte % 32]).join('');
}
