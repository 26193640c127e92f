/** Unpacks a ZIP into files by path. An archive is anyone's bytes: no path may lead out of it, and it may not grow past what was agreed. */
import type { ImportFile } from '#core/client.ts';
import { unzipSync } from 'fflate';
import { faultOf, shown } from './intake.ts';

/** Throws with a sentence where the archive is broken, holds more than `most` bytes, or names a path that leads elsewhere. */
export function unpackZip(archive: Uint8Array, most: number): ImportFile[] {
  let total = 0;
  const files = unzip(archive, ({ name, originalSize }) => {
    if (name.endsWith('/')) return false;
    const fault = faultOf(name);
    if (fault) throw new Refused(`The path “${shown(name)}” in the archive ${fault}.`);
    total += originalSize;
    if (total > most) throw new Refused(`The archive holds more than the ${most} bytes that it should.`);
    return true;
  });
  return Object.entries(files).map(([path, bytes]) => ({ path, bytes }));
}

class Refused extends Error {}

function unzip(archive: Uint8Array, filter: (file: { name: string; originalSize: number }) => boolean) {
  try {
    return unzipSync(archive, { filter });
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Error('The archive is broken.', { cause: error });
  }
}
