// Archives made by hand, byte by byte where a packer would refuse to: whatever a hostile author can write.
import { gzipSync, strToU8, zipSync, type Zippable } from 'fflate';

export type Bytes = Uint8Array<ArrayBuffer>;

export function zip(texts: Readonly<Record<string, string | Uint8Array>>, options = {}): Bytes {
  const files: Zippable = {};
  for (const [path, text] of Object.entries(texts))
    files[path] = [typeof text === 'string' ? strToU8(text) : text, options];
  return zipSync(files);
}

export interface TarEntry {
  readonly name: string;
  readonly type?: string;
  readonly link?: string;
  readonly data?: string | Uint8Array;
  /** Another size than that of the data. */
  readonly size?: number;
}

export function tar(entries: readonly TarEntry[]): Bytes {
  const blocks = entries.flatMap(({ name, type = '0', link = '', data = '', size }) => {
    const body = typeof data === 'string' ? strToU8(data) : data;
    const padded = new Uint8Array(Math.ceil(body.length / 512) * 512);
    padded.set(body);
    return [header(name, type, link, size ?? body.length), padded];
  });
  return join([...blocks, new Uint8Array(1024)]);
}

export function tgz(entries: readonly TarEntry[]): Bytes {
  return gzipSync(tar(entries));
}

/** A record of extended attributes before the entry that it is about. */
export function pax(attributes: Readonly<Record<string, string>>): TarEntry {
  const record = Object.entries(attributes).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = strToU8(rest).length + 1;
    while (String(length).length + strToU8(rest).length !== length) length++;
    return length + rest;
  });
  return { name: 'pax', type: 'x', data: record.join('') };
}

function header(name: string, type: string, link: string, size: number): Uint8Array {
  const block = new Uint8Array(512);
  const write = (at: number, text: string) => block.set(strToU8(text), at);
  write(0, name);
  write(100, '0000644\0');
  write(124, `${size.toString(8).padStart(11, '0')}\0`);
  write(156, type);
  write(157, link);
  write(257, 'ustar\x0000');
  write(148, '        ');
  write(
    148,
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  );
  return block;
}

export function join(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The same bytes with every occurrence of one text as another of the same length. */
export function patched(
  bytes: Bytes,
  from: string,
  to: string,
  which: 'first' | 'last' | 'all' = 'all',
): Bytes {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const code = (s: string) => String.fromCharCode(...strToU8(s));
  const [a, b] = [code(from), code(to)];
  const at = which === 'first' ? text.indexOf(a) : text.lastIndexOf(a);
  const changed = which === 'all' ? text.replaceAll(a, b) : text.slice(0, at) + b + text.slice(at + a.length);
  return Uint8Array.from(changed, (c) => c.charCodeAt(0));
}

/** Changes a number of the directory of a ZIP with a single file: `at` counts from the start of its entry there. */
export function withField(archive: Bytes, at: number, value: number, bytes: 2 | 4 = 2): Bytes {
  const copy = archive.slice();
  const view = new DataView(copy.buffer);
  const end = copy.length - 22;
  const place = view.getUint32(end + 16, true) + at;
  if (bytes === 2) view.setUint16(place, value, true);
  else view.setUint32(place, value, true);
  return copy;
}
