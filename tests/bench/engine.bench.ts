// What the graph and the sandbox cost: each figure against the same code by hand in a plain worker, measured in turns in one run.
import type { Page } from 'playwright';
import type { Client } from '#core/client.ts';
import type { Pin } from '#core/resources/content.ts';
import { serveByHand, type ByHand } from './by-hand.ts';
import type { BenchContext, Row } from './index.ts';
import { openMeasured, runJob, type MeasuredApp } from './measured-app.ts';

export const name = 'Engine: graph and sandbox against a plain worker';

const ROUNDS = 5;
const STEPS = 300;
/** Steps at the start of each round while code is still being compiled: told apart, since a sandbox is a process of its own and has it all ahead. */
const WARM = 60;
const STARTS = 7;
const CHAIN = 1000;

export async function run({ site, browser, say }: BenchContext): Promise<readonly Row[]> {
  const chromium = await browser();
  const plain = await serveByHand();
  const app = await openMeasured(chromium, await site());
  const hand = await chromium.newPage();
  await hand.goto(plain.url);
  try {
    say('training steps, in turns');
    const training = await measureTraining(app, hand);
    say('starts, in turns');
    const starts = await measureStarts(app, hand);
    say(`a chain of ${CHAIN} steps`);
    const dispatch = await measureDispatch(app.alidade);
    return [...training, ...starts, ...dispatch];
  } finally {
    await app.page.close();
    await hand.close();
    await plain.close();
  }
}

async function measureTraining({ alidade }: MeasuredApp, hand: Page): Promise<Row[]> {
  const [inGraph, byHand, overhead]: number[][] = [[], [], []];
  const [firstInGraph, firstByHand]: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const job = await runJob(alidade, 'Measured training', { steps: String(STEPS) });
    const times = job.valuesOf('step_milliseconds');
    firstInGraph!.push(...times.slice(0, WARM));
    inGraph!.push(...times.slice(WARM));
    overhead!.push(job.ended - job.asked - sum(times));
    const plain = await hand.evaluate((steps) => (globalThis as unknown as ByHand).train(steps), STEPS);
    firstByHand!.push(...plain.times.slice(0, WARM));
    byHand!.push(...plain.times.slice(WARM));
  }
  const row = (figure: string, job: number, hand: number): Row => ({
    figure,
    job: `${round2(job)} ms`,
    'by hand': `${round2(hand)} ms`,
    ratio: job / hand,
  });
  return [
    { ...row('training step, job ÷ by hand', median(inGraph!), median(byHand!)), goal: '≤ 1.03' },
    row(`the first ${WARM} steps, a step`, mean(firstInGraph!), mean(firstByHand!)),
    { figure: 'fixed overhead of a job', job: `${Math.round(median(overhead!))} ms` },
  ];
}

async function measureStarts({ alidade }: MeasuredApp, hand: Page): Promise<Row[]> {
  const [chain, plain]: number[][] = [[], []];
  for (let round = 0; round < STARTS; round++) {
    const job = await runJob(alidade, 'Measured answer');
    chain!.push(job.valuesOf('answered')[0]! - job.asked);
    plain!.push(
      await hand.evaluate(async () => {
        const { worker, milliseconds } = await (globalThis as unknown as ByHand).start();
        worker.terminate();
        return milliseconds;
      }),
    );
  }
  return [
    {
      figure: 'from the order to the first answer ÷ plain worker',
      job: `${Math.round(median(chain!))} ms`,
      'by hand': `${Math.round(median(plain!))} ms`,
      ratio: median(chain!) / median(plain!),
    },
  ];
}

/** The time between a long chain's first step and its last, a step. */
async function measureDispatch(alidade: Client): Promise<Row[]> {
  const plugin = (await alidade.plugins.find('measured'))!;
  const pin: Pin = {
    resource: plugin.resource.id,
    number: plugin.snapshot.number,
    hash: plugin.snapshot.content,
  };
  const step = (i: number) => `s${i}:\n  pass_on: [${i === 0 ? '0' : `$s${i - 1}`}]`;
  const { resource } = await alidade.entrypoints.create({
    name: 'Measured chain',
    description: '',
    taskGraph: Array.from({ length: CHAIN }, (_, i) => step(i)).join('\n'),
    artifactGraph: '',
    parameters: [],
    artifactParameters: [],
    plugins: [pin],
    artifactPlugins: [],
    queues: [],
  });
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { id } = await runJob(alidade, resource.id);
    const { steps } = await alidade.jobs.view(id);
    times.push((steps.get(`s${CHAIN - 1}`)!.ended! - steps.get('s0')!.started!) / CHAIN);
  }
  return [
    { figure: `dispatch of a step, in a chain of ${CHAIN}`, job: `${Math.round(median(times) * 1000)} µs` },
  ];
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length;
const round2 = (value: number) => value.toFixed(2);

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
