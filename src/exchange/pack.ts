/** Files as one ZIP whose bytes follow from theirs alone: sorted by path, not compressed, of no date. */
import { crc32, layZip } from '#core/files/zip.ts';
import type { ImportFile } from '#core/client.ts';

/** At most `ZIP_MOST`. */
export function packFiles(files: readonly ImportFile[]): Blob {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const { heads, tail } = layZip(
    sorted.map(({ path, bytes }) => ({ path, size: bytes.length, crc: crc32(bytes) })),
  );
  return new Blob([...sorted.flatMap(({ bytes }, i) => [heads[i]!, bytes.slice()]), tail], {
    type: 'application/zip',
  });
}
