/** The files in `static/data` are what their scripts make, and what the index says. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundledData } from './entrypoints.ts';

const root = path.join(import.meta.dirname, '..', '..');
const index: {
  name: string;
  file: string;
  bytes: number;
  sha256: string;
  title: string;
  licence: string;
  source: string;
}[] = JSON.parse(readFileSync(path.join(root, 'static/data/index.json'), 'utf8'));

test.each(index.map((entry) => [entry.name, entry] as const))('%s is as the index says', (_, entry) => {
  const bytes = readFileSync(path.join(root, 'static/data', entry.file));
  expect(bytes.length).toBe(entry.bytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry.sha256);
  expect([entry.title, entry.licence, entry.source].every((text) => text.length > 2)).toBe(true);
});

test('the digits are what the package gives', () => {
  const said = execFileSync('node', ['scripts/pack-data.mjs', '--check'], { cwd: root, encoding: 'utf8' });
  expect(said).toContain('is what the package gives');
}, 60_000);

test('every digit stands once, and every part holds each class in proportion', () => {
  const file = bundledData('mnist')!;
  const start = file.indexOf(10) + 1;
  const labels = file.subarray(start, start + 10_000);
  const pixels = file.subarray(start + 10_000);
  const images = Array.from({ length: 10_000 }, (_, i) =>
    Buffer.from(pixels.subarray(i * 784, (i + 1) * 784)).toString('latin1'),
  );
  expect(new Set(images).size).toBe(10_000);
  const share = (from: number, to: number, digit: number) =>
    labels.subarray(from, to).filter((label) => label === digit).length / (to - from);
  for (let digit = 0; digit < 10; digit++) {
    const whole = share(0, 10_000, digit);
    for (const [from, to] of [
      [0, 7000],
      [7000, 8000],
      [8000, 10_000],
    ] as const) {
      expect(Math.abs(share(from, to, digit) - whole)).toBeLessThan(1.01 / (to - from));
    }
  }
});
