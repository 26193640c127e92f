/**
 * ZIP without compression (PKWARE APPNOTE 6.3.3, method 0), which every system opens: laid out around bytes that are held elsewhere, so
 * that a large archive is never in memory twice. Equal files give equal archives.
 */

/** One file of an archive to be laid out. */
export interface ZipPart {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** As `crc32` says. */
  readonly crc: number;
}

/** What stands around the files. */
export interface ZipLayout {
  /** What stands right before each file. */
  readonly heads: readonly Uint8Array<ArrayBuffer>[];
  /** What stands after the last. */
  readonly tail: Uint8Array<ArrayBuffer>;
}

/** What an archive of this form can hold at most. */
export const ZIP_MOST = { files: 0xffff - 1, bytes: 0xffffffff - 1 } as const;

/** Names are in UTF-8. */
const UTF8 = 0x0800;
/** 1 January 1980, so that equal files give equal archives. */
const EPOCH = 0x0021;

/** The archive is each head with its file in turn, then the tail. At most `ZIP_MOST`, which the caller sees to. */
export function layZip(parts: readonly ZipPart[]): ZipLayout {
  const heads: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, size, crc } of parts) {
    const name = new TextEncoder().encode(path);
    const facts = [20, UTF8, 0, 0, EPOCH] as const;
    const sums = [crc, size, size] as const;
    const head = fields([0x04034b50, ...sums], [...facts, name.length, 0], 'local');
    heads.push(join([head, name]));
    central.push(fields([0x02014b50, ...sums], [...facts, name.length], 'central', offset), name);
    offset += head.length + name.length + size;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  return { heads, tail: join([...central, endOf(parts.length, size, offset)]) };
}

function fields(
  [signature, crc, packed, plain]: readonly [number, number, number, number],
  [version, flags, method, time, date, nameLength]: readonly number[],
  kind: 'local' | 'central',
  offset = 0,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(kind === 'local' ? 30 : 46));
  let at = 0;
  const u16 = (n: number) => (view.setUint16(at, n, true), (at += 2));
  const u32 = (n: number) => (view.setUint32(at, n, true), (at += 4));
  u32(signature);
  if (kind === 'central') u16(version!);
  for (const n of [version!, flags!, method!, time!, date!]) u16(n);
  for (const n of [crc, packed, plain]) u32(n);
  u16(nameLength!);
  u16(0);
  if (kind === 'central') {
    at = 42;
    u32(offset);
  }
  return new Uint8Array(view.buffer);
}

function endOf(count: number, size: number, offset: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(22));
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return new Uint8Array(view.buffer);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** The checksum of ZIP, gzip and PNG (ISO 3309); `before` is that of the bytes that come before these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let c = ~before;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}
