// What a first visit has to load before a page can draw: small, and none of the heavy libraries.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { buildFolder } from '../../scripts/stale.mjs';

const KiB = 1024;

/** Text that only this library's own code has. */
const heavy = {
  elk: 'org.eclipse.elk',
  editor: 'cm-content',
  TensorFlow: 'Conv2DBackpropFilter',
  parser: 'sourceType:"module"',
};

const pages = readdirSync(buildFolder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|[/\\])index\.html$/.test(file))
  .sort();

/** Everything that a page names with this `rel`. */
function linked(page: string, rel: 'modulepreload' | 'stylesheet'): string[] {
  const html = readFileSync(join(buildFolder, page), 'utf8');
  const links = [...html.matchAll(/<link href="([^"]+)" rel="(\w+)">/g)].filter(([, , is]) => is === rel);
  return links.map(([, href = '']) => join(buildFolder, page, '..', href));
}

const weigh = (files: string[]) => files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);

for (const page of pages) {
  test(`${page} is light and needs no heavy library to draw`, () => {
    const code = linked(page, 'modulepreload');
    expect(code.length).toBeGreaterThan(3);
    for (const [library, mark] of Object.entries(heavy)) {
      const holding = code.filter((file) => readFileSync(file, 'utf8').includes(mark));
      expect(holding, `${library} in the first load`).toEqual([]);
    }
    test
      .info()
      .annotations.push({ type: 'gzip', description: `${(weigh(code) / KiB).toFixed(1)} KiB of code` });
    // A job's page is the heaviest: Kit links the styles of every figure that it may show, though their code comes later.
    expect(weigh(linked(page, 'stylesheet'))).toBeLessThan(25 * KiB);
  });
}

test('the home page loads at most 75 KiB of code before it draws', () => {
  expect(weigh(linked('index.html', 'modulepreload'))).toBeLessThan(75 * KiB);
});

// The largest is the editor, and only who edits loads it.
test('no chunk of the page is over 170 KiB', () => {
  const folder = join(buildFolder, '_app/immutable/chunks');
  const large = readdirSync(folder).filter((file) => weigh([join(folder, file)]) > 170 * KiB);
  expect(large).toEqual([]);
});
