/**
 * Unpacks a `.zip`, `.tar` or `.tar.gz` into files by path. An archive is anyone's bytes: no path may lead out of it, nothing in it may be
 * other than a file or a folder, and it may not grow past what was agreed. Nothing is given of one that breaks a rule.
 */
import { unpackTar } from 'modern-tar';
import type { ImportFile } from '#core/client.ts';
import type { Issue } from '#core/issues.ts';
import { importIssue } from '#core/resources/import-issues.ts';
import { ARCHIVE_LIMITS, ArchiveFault, ArchiveMeter, type ArchiveLimits } from './archive-meter.ts';
import { gunzip, joined, readZipEntry } from './inflate.ts';
import { checkAlike, isResourceFile, plainPath, shown } from './intake.ts';
import { readZipDirectory } from './zip-directory.ts';

export interface UnpackOptions {
  /** Which files are wanted; the others are checked all the same. */
  readonly wanted?: (path: string) => boolean;
  readonly limits?: Partial<ArchiveLimits>;
}

export interface Unpacked {
  /** Empty where an ERROR stands among the issues. */
  readonly files: readonly ImportFile[];
  readonly issues: readonly Issue[];
}

/** `name` is what issues call it; what kind of archive it is, its bytes say. */
export async function unpackArchive(
  archive: Blob,
  name: string,
  { wanted = isResourceFile, limits = {} }: UnpackOptions = {},
): Promise<Unpacked> {
  const warnings: Issue[] = [];
  const want = (path: string) => {
    if (ARCHIVE.test(path))
      warnings.push(importIssue({ code: 'archive-nested', words: { path: shown(path), archive: name } }));
    return wanted(path);
  };
  try {
    const meter = new ArchiveMeter(name, archive.size, { ...ARCHIVE_LIMITS, ...limits });
    return { files: await unpack(archive, meter, want), issues: warnings };
  } catch (error) {
    if (error instanceof ArchiveFault) return { files: [], issues: [importIssue(error.fault)] };
    throw error;
  }
}

const ARCHIVE = /\.(zip|tar|tgz|gz|bz2|xz|zst|7z|rar|jar|whl)$/i;

async function unpack(
  archive: Blob,
  meter: ArchiveMeter,
  wanted: (path: string) => boolean,
): Promise<ImportFile[]> {
  const head = new Uint8Array(await archive.slice(0, 512).arrayBuffer());
  switch (kindOf(head)) {
    case 'zip':
      return unpackZip(archive, meter, wanted);
    case 'gzip':
      return untar(await joined(gunzip(archive, meter)), meter, wanted);
    case 'tar':
      meter.grow(archive.size);
      return untar(new Uint8Array(await archive.arrayBuffer()), meter, wanted);
    default:
      return meter.broken(saysWhat(head));
  }
}

function kindOf(head: Uint8Array): 'zip' | 'gzip' | 'tar' | null {
  const begins = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  if (begins(0x50, 0x4b, 3, 4) || begins(0x50, 0x4b, 5, 6)) return 'zip';
  if (begins(0x1f, 0x8b)) return 'gzip';
  return isTarHeader(head) ? 'tar' : null;
}

const PACKERS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf]],
  ['RAR', [0x52, 0x61, 0x72, 0x21]],
];

function saysWhat(head: Uint8Array): string {
  const packer = PACKERS.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  return packer
    ? `it is packed with ${packer[0]}, which cannot be read here`
    : 'it is no archive that is known here';
}

/** By the checksum of the first header, since old archives have no other mark. */
function isTarHeader(head: Uint8Array): boolean {
  if (head.length < 512 || head[0] === 0) return false;
  const said = Number.parseInt(String.fromCharCode(...head.subarray(148, 156)), 8);
  return head.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0) === said;
}

async function unpackZip(
  archive: Blob,
  meter: ArchiveMeter,
  wanted: (path: string) => boolean,
): Promise<ImportFile[]> {
  const entries = (await readZipDirectory(archive, meter)).filter(({ path }) => !path.endsWith('/'));
  refuseAlike(entries, meter);
  const files: ImportFile[] = [];
  for (const entry of entries.filter(({ path }) => wanted(path)))
    files.push({ path: entry.path, bytes: await joined(readZipEntry(archive, entry, meter)) });
  return files;
}

const LINKS: Readonly<Record<string, string>> = {
  link: 'is a link to another file',
  symlink: 'is a symbolic link',
  fifo: 'is a pipe, no file',
  'character-device': 'is a device, no file',
  'block-device': 'is a device, no file',
};

async function untar(
  bytes: Uint8Array,
  meter: ArchiveMeter,
  wanted: (path: string) => boolean,
): Promise<ImportFile[]> {
  const names: { path: string }[] = [];
  try {
    const entries = await unpackTar(bytes, {
      strict: true,
      filter: ({ name, type = 'file', pax = {} }) => {
        meter.enter(name);
        const fault =
          LINKS[type] ??
          (Object.keys(pax).some((key) => key.startsWith('GNU.sparse')) ? 'is a sparse file' : null);
        if (fault) meter.refuse(name, fault);
        if (type !== 'file' || name.endsWith('/')) return false;
        names.push({ path: name });
        return wanted(name);
      },
    });
    refuseAlike(names, meter);
    return entries.map(({ header, data }) => ({ path: header.name, bytes: data ?? new Uint8Array() }));
  } catch (error) {
    if (error instanceof ArchiveFault) throw error;
    return meter.broken('it is cut off or damaged');
  }
}

function refuseAlike(entries: readonly { readonly path: string }[], meter: ArchiveMeter): void {
  const [first] = checkAlike(entries.map(({ path }) => plainPath(path)));
  if (!first) return;
  const { path, other } = first;
  meter.refuse(path, path === other ? 'is there twice' : `is there twice, as “${shown(other)}” too`);
}
