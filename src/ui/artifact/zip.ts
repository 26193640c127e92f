/** Packs files into a ZIP to be saved. */
import { crc32, layZip } from '#core/files/zip.ts';

export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** At most 65,534 files and 4 GiB in all. */
export function packZip(entries: readonly ZipEntry[]): Blob {
  const { heads, tail } = layZip(
    entries.map(({ path, bytes }) => ({ path, size: bytes.length, crc: crc32(bytes) })),
  );
  const parts = entries.flatMap(({ bytes }, i) => [heads[i]!, bytes.slice()]);
  return new Blob([...parts, tail], { type: 'application/zip' });
}
