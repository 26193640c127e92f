/**
 * The directory of a ZIP (PKWARE APPNOTE 6.3.3, without its extension to 64 bits): what is in it and where. The directory at the end is
 * believed and nothing else, since archives that say two things are made to be read in two ways.
 */
import type { ArchiveMeter } from './archive-meter.ts';

export interface ZipEntry {
  /** As the directory writes it; a folder ends with a slash. */
  readonly path: string;
  /** 0: as it is; 8: deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly at: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** Of the end record without its comment, and of the longest comment. */
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const LARGEST_DIRECTORY = 16 << 20;

/** Every entry in the order of the directory; the meter refuses what may not be. */
export async function readZipDirectory(archive: Blob, meter: ArchiveMeter): Promise<readonly ZipEntry[]> {
  const { count, size, at } = await findEnd(archive, meter);
  const view = await viewOf(archive, at, at + size);
  const entries: ZipEntry[] = [];
  let place = 0;
  for (let i = 0; i < count; i++) {
    if (place + 46 > view.byteLength || view.getUint32(place, true) !== CENTRAL)
      meter.broken('its directory is damaged');
    const { entry, end } = readEntry(view, place, meter);
    meter.enter(entry.path);
    entries.push(entry);
    place = end;
  }
  checkOverlap(entries, at, meter);
  return entries;
}

async function findEnd(archive: Blob, meter: ArchiveMeter) {
  const start = Math.max(0, archive.size - END_SIZE - LONGEST_COMMENT);
  const view = await viewOf(archive, start, archive.size);
  let place = view.byteLength - END_SIZE;
  while (place >= 0 && !isEnd(view, place)) place--;
  if (place < 0) meter.broken('it is cut off, or no archive at all');
  const [disk, first, here, count] = [4, 6, 8, 10].map((offset) => view.getUint16(place + offset, true));
  const [size, at] = [12, 16].map((offset) => view.getUint32(place + offset, true)) as [number, number];
  if (disk !== 0 || first !== 0 || here !== count) meter.broken('it is only one part of several');
  if (count === 0xffff || size === 0xffffffff || at === 0xffffffff)
    meter.broken('it is of the kind for more than 4 GiB or 65,535 files (ZIP64)');
  if (at + size > start + place || size > LARGEST_DIRECTORY) meter.broken('its directory is damaged');
  return { count: count!, size, at };
}

/** The comment reaches to the last byte, so no comment passes for the end. */
function isEnd(view: DataView, place: number): boolean {
  if (view.getUint32(place, true) !== END) return false;
  return place + END_SIZE + view.getUint16(place + 20, true) === view.byteLength;
}

function readEntry(view: DataView, place: number, meter: ArchiveMeter) {
  const u16 = (offset: number) => view.getUint16(place + offset, true);
  const u32 = (offset: number) => view.getUint32(place + offset, true);
  const [nameLength, extraLength, commentLength] = [u16(28), u16(30), u16(32)] as const;
  const end = place + 46 + nameLength + extraLength + commentLength;
  if (end > view.byteLength) meter.broken('its directory is damaged');
  const path = decodeName(new Uint8Array(view.buffer, view.byteOffset + place + 46, nameLength));
  const entry = { path, method: u16(10), crc: u32(16), packed: u32(20), size: u32(24), at: u32(42) };
  const fault = faultOfEntry(u16(8), entry.method, u32(38) >>> 16);
  if (fault) meter.refuse(path, fault);
  return { entry, end };
}

const KINDS: Readonly<Record<number, string>> = {
  0x1000: 'is a pipe, no file',
  0x2000: 'is a device, no file',
  0x6000: 'is a device, no file',
  0xa000: 'is a symbolic link',
  0xc000: 'is a socket, no file',
};

/** `mode` as Unix writes it; other systems leave it empty. */
function faultOfEntry(flags: number, method: number, mode: number): string | null {
  if (flags & 0x2041) return 'is encrypted';
  if (method !== 0 && method !== 8) return 'is packed in a way that is not known here';
  return KINDS[mode & 0xf000] ?? null;
}

/** Old archives name files in the letters of their system; a resource file has no need of those. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return String.fromCharCode(...bytes);
  }
}

/** Entries that share their bytes are how a small archive unpacks to a huge one. */
function checkOverlap(entries: readonly ZipEntry[], directory: number, meter: ArchiveMeter): void {
  let free = 0;
  for (const { path, at, packed } of entries.toSorted((a, b) => a.at - b.at)) {
    if (at < free) meter.refuse(path, 'shares its bytes with another file');
    free = at + 30 + packed;
  }
  if (free > directory) meter.broken('its directory is damaged');
}

/** The packed bytes of an entry, when its own header says the same as the directory. */
export async function packedBytes(archive: Blob, entry: ZipEntry, meter: ArchiveMeter): Promise<Blob> {
  const head = await viewOf(archive, entry.at, entry.at + 30);
  if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) meter.broken('its directory is damaged');
  const [nameLength, extraLength] = [head.getUint16(26, true), head.getUint16(28, true)];
  const start = entry.at + 30 + nameLength;
  const name = await viewOf(archive, entry.at + 30, start);
  if (decodeName(new Uint8Array(name.buffer)) !== entry.path || head.getUint16(8, true) !== entry.method)
    meter.refuse(entry.path, 'is called otherwise in its own header');
  const data = archive.slice(start + extraLength, start + extraLength + entry.packed);
  if (data.size < entry.packed) meter.broken('it is cut off');
  return data;
}

async function viewOf(archive: Blob, start: number, end: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await archive.slice(start, end).arrayBuffer());
}
