// Runs the benches of this folder, one after the other, and prints what each measured as a table. Each `*.bench.ts` exports
// `name` and `run(ctx)`; a new file is found by itself. Words select the files whose name contains one of them.
import { readdirSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';
import { serve } from '../../scripts/serve.mjs';
import { chromiumLaunch } from '../chromium.ts';

/** One line of a table: column → what stands there. */
export type Row = Readonly<Record<string, string | number>>;

export interface BenchContext {
  /** The built app, served as `npm start` serves it. Started when it is first asked for. */
  site(): Promise<string>;
  /** One Chromium for all benches. Started when it is first asked for. */
  browser(): Promise<Browser>;
  /** Prints a line of progress; tables come from what `run` returns. */
  say(line: string): void;
}

export interface Bench {
  readonly name: string;
  run(context: BenchContext): Promise<readonly Row[]>;
}

/** Digits enough to compare, and no more. */
function show(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

/** A plain table: texts to the left, numbers to the right. */
export function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const widths = columns.map((c) => Math.max(c.length, ...rows.map((row) => show(row[c]).length)));
  const isNumber = (c: string) => rows.every((row) => row[c] === undefined || typeof row[c] === 'number');
  const cell = (text: string, c: string, i: number) =>
    isNumber(c) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0);
  const line = (texts: readonly string[]) => texts.map((t, i) => cell(t, columns[i] ?? '', i)).join('  ');
  return [
    line(columns),
    widths.map((w) => '-'.repeat(w)).join('  '),
    ...rows.map((row) => line(columns.map((c) => show(row[c])))),
  ].join('\n');
}

async function main(words: readonly string[]): Promise<void> {
  const files = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.bench.ts'))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort();
  if (files.length === 0) throw new Error(`No bench has ${words.join(' or ')} in its name.`);

  let site: ReturnType<typeof serve> | undefined;
  let browser: Promise<Browser> | undefined;
  const context: BenchContext = {
    site: async () => (await (site ??= serve())).url,
    browser: () => (browser ??= chromium.launch(chromiumLaunch())),
    say: (line) => console.error(`  ${line}`),
  };
  try {
    for (const file of files) {
      const bench = (await import(new URL(file, import.meta.url).href)) as Bench;
      console.log(`\n${bench.name}`);
      console.log(table(await bench.run(context)));
    }
  } finally {
    await (await browser)?.close();
    await (await site)?.close();
  }
}

await main(process.argv.slice(2));
