import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { hashBlob } from '#store/blobs.ts';

afterEach(() => vi.unstubAllGlobals());

const sizes = [0, 1, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, 1_000_003];

test.each(sizes)('%i bytes hash alike with the browser’s hashing and without', async (size) => {
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 7) % 251);
  const expected = createHash('sha256').update(bytes).digest('hex');
  expect(await hashBlob(new Blob([bytes]))).toBe(expected);
  vi.stubGlobal('crypto', {});
  expect(await hashBlob(new Blob([bytes]))).toBe(expected);
});
