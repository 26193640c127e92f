/** Packs files into a ZIP without compression (PKWARE APPNOTE 6.3.3, method 0), which every system opens. */

export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const UTF8 = 0x0800;
/** 1 January 1980, so that equal files give equal archives. */
const EPOCH = 0x0021;

/** At most 65,535 files and 4 GiB in all. */
export function packZip(entries: readonly ZipEntry[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, bytes } of entries) {
    const name = new TextEncoder().encode(path);
    const facts = [20, UTF8, 0, 0, EPOCH] as const;
    const sums = [crc32(bytes), bytes.length, bytes.length] as const;
    const local = fields([0x04034b50, ...sums], [...facts, name.length, 0], 'local');
    parts.push(local, name, bytes.slice());
    const directory = fields([0x02014b50, ...sums], [...facts, name.length], 'central', offset);
    central.push(directory, name);
    offset += local.length + name.length + bytes.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  return new Blob([...parts, ...central, endOf(entries.length, size, offset)], { type: 'application/zip' });
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

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** The checksum of ZIP and PNG (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
