// What each page has to fetch before it can draw, compressed: its own text, the code that it preloads, its styles.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildFolder } from '../../scripts/stale.mjs';
import type { BenchContext, Row } from './index.ts';

export const name = 'Shell: KiB to draw a page, gzip 9';

const KIB = 1024;
/** The first page that a stranger sees draws with no more code than this; the bench fails above it. */
const MOST = 75;

export async function run({ site }: BenchContext): Promise<readonly Row[]> {
  await site(); // so that there is a build
  const rows = pages().map(measurePage);
  const shared = rows
    .map(({ files }) => files)
    .reduce((all, files) => all.filter((file) => files.includes(file)));
  const home = rows.find(({ row }) => row.page === '/')?.row;
  if (!home || Number(home.code) > MOST) process.exitCode = 1;
  return [
    ...rows.map(({ row }) => (row === home ? { ...row, goal: `≤ ${MOST}` } : row)),
    { page: 'shared by all pages', code: kib(weigh(shared)), files: shared.length },
  ];
}

function pages(): string[] {
  return readdirSync(buildFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|[/\\])index\.html$/.test(file))
    .sort();
}

function measurePage(page: string): { readonly files: readonly string[]; readonly row: Row } {
  const file = join(buildFolder, page);
  const html = readFileSync(file, 'utf8');
  const linked = (rel: string) =>
    [...html.matchAll(/<link href="([^"]+)" rel="(\w+)">/g)]
      .filter(([, , is]) => is === rel)
      .map(([, href = '']) => join(file, '..', href));
  const [code, styles] = [linked('modulepreload'), linked('stylesheet')];
  const row = {
    page: `/${page.replace(/index\.html$/, '')}`,
    code: kib(weigh(code)),
    files: code.length,
    styles: kib(weigh(styles)),
    page_itself: kib(weigh([file])),
    all: kib(weigh([file, ...code, ...styles])),
  };
  return { files: code, row };
}

const weigh = (files: readonly string[]) =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
const kib = (bytes: number) => Math.round((10 * bytes) / KIB) / 10;
