// From text to plan for graphs of 100, 1,000 and 10,000 steps, in a worker of a real browser, as the page does it.
import type { Page } from 'playwright';
import { build, type Rollup } from 'vite';
import type { Measured } from './graph-worker.ts';
import { sourceOf, withBlockTexts, writeGraph } from './graph-texts.ts';
import type { BenchContext, Row } from './index.ts';

export const name = 'Graph: from text to plan';

const SIZES = [100, 1_000, 10_000];
const RUNS = 5;

export async function run({ browser }: Pick<BenchContext, 'browser'>): Promise<readonly Row[]> {
  const code = await bundleWorker();
  const page = await (await browser()).newPage();
  const rows: Row[] = [];
  for (const steps of SIZES) {
    const graph = writeGraph(steps);
    rows.push(await measure(page, code, 'plain', graph));
    rows.push(await measure(page, code, 'with block texts', withBlockTexts(graph)));
  }
  await page.close();
  return rows;
}

/** One file of JavaScript, bundled as the app is. */
async function bundleWorker(): Promise<string> {
  const entry = new URL('./graph-worker.ts', import.meta.url).pathname;
  const lib = { entry, formats: ['iife' as const], name: 'bench' };
  const [output] = (await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib },
  })) as Rollup.RollupOutput[];
  return output!.output[0].code;
}

interface Task {
  readonly code: string;
  readonly source: object;
  readonly runs: number;
}

async function measure(page: Page, code: string, kind: string, graph: string): Promise<Row> {
  const task: Task = { code, source: sourceOf(graph), runs: RUNS };
  const { steps, milliseconds, longestBlock } = await page.evaluate(compileInWorker, task);
  const [first = 0] = milliseconds;
  const median = milliseconds.toSorted((a, b) => a - b)[RUNS >> 1] ?? 0;
  if (steps === 0) throw new Error('The graph has no plan.');
  return {
    text: kind,
    steps,
    kB: Math.round(graph.length / 1000),
    'first ms': Math.round(first),
    'median ms': Math.round(median),
    'µs/step': Math.round((1000 * median) / steps),
    'page blocked ms': Math.round(longestBlock),
  };
}

/** Runs in the page: starts the worker, and watches meanwhile how long the page itself is ever kept waiting. */
async function compileInWorker(task: {
  code: string;
  source: unknown;
  runs: number;
}): Promise<Measured & { longestBlock: number }> {
  const url = URL.createObjectURL(new Blob([task.code], { type: 'text/javascript' }));
  const worker = new Worker(url);
  let longestBlock = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    const now = performance.now();
    longestBlock = Math.max(longestBlock, now - last - 5);
    last = now;
  }, 5);
  const measured = await new Promise<Measured>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Measured>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ source: task.source, runs: task.runs });
  });
  clearInterval(watch);
  worker.terminate();
  URL.revokeObjectURL(url);
  return { ...measured, longestBlock };
}
