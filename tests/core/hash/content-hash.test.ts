import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashBytes, hashContent, hashPieces, hashText } from '#core/hash/content-hash.ts';

test('FIPS 180-4: the published messages', () => {
  expect(hashText('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(hashText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('content is named by its canonical JSON in UTF-8', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(hashContent({ b: 'é', a: 1.0 })).toBe(sha256('{"a":1,"b":"é"}'));
});

test('pieces hash as the whole does', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
      const hash = hashPieces();
      for (const piece of pieces) hash.add(piece);
      expect(hash.end()).toBe(hashBytes(Buffer.concat(pieces)));
    }),
  );
});
