/** Bytes as text. */

const SLICE = 0x8000;

export function textOfBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += SLICE)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + SLICE)));
  return btoa(parts.join(''));
}

/** Throws a TypeError where the text is no base64. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new TypeError('no base64');
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
