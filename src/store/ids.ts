/** Ids: 16 letters and digits drawn at random (80 bits), without those that are easily misread; works on plain http too. */

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => ALPHABET[byte % 32]).join('');
}
