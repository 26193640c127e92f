// Our training step and PGD-40 on wasm in the sandbox against PyTorch on one thread: the same networks, weights and images, in turns in one run.
import type { Client } from '#core/client.ts';
import type { BenchContext, Row } from './index.ts';
import { NETWORKS } from './measured/measured/networks.js';
import { openMeasured, runJob } from './measured-app.ts';
import { startPyTorch, type Measured, type Order, type PyTorch } from './pytorch.ts';

export const name = 'Arithmetic: wasm in the sandbox against PyTorch on the CPU, one thread, 64 images';

const ROUNDS = 4;
const COUNTS = { steps: 25, attacks: 2 } as const;

export async function run({ site, browser, say }: BenchContext): Promise<readonly Row[]> {
  const pytorch = await startPyTorch();
  if (!pytorch) return [{ figure: 'skipped: this machine has no PyTorch (apt-get install python3-torch)' }];
  say(`PyTorch ${pytorch.version}`);
  const app = await openMeasured(await browser(), await site());
  try {
    const rows: Row[] = [];
    for (const what of ['steps', 'attacks'] as const) {
      for (const [network, layers] of Object.entries(NETWORKS)) {
        say(`${what}, ${network}`);
        rows.push(
          await compare(app.alidade, pytorch, network, { what, network: layers, count: COUNTS[what] }),
        );
      }
    }
    return rows;
  } finally {
    pytorch.close();
    await app.page.close();
  }
}

/** In turns; the fastest of each side counts, since whatever else the machine does can only slow it down. */
async function compare(alidade: Client, pytorch: PyTorch, network: string, order: Order): Promise<Row> {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await measureOurs(alidade, network, order));
    theirs.push(await pytorch.measure(order));
  }
  const [mine, other] = [best(ours), best(theirs)];
  const checks = { 'loss, ours': ours[0]!.check, 'loss, PyTorch': theirs[0]!.check };
  if (order.what === 'steps') {
    return {
      figure: `training step, ${network}`,
      ours: `${mine.toFixed(2)} ms`,
      PyTorch: `${other.toFixed(2)} ms`,
      'ours ÷ PyTorch': mine / other,
      goal: '≤ 1.5',
      ...checks,
    };
  }
  const perSecond = (milliseconds: number) => `${Math.round(64_000 / milliseconds)} images/s`;
  return {
    figure: `PGD-40, ${network}`,
    ours: perSecond(mine),
    PyTorch: perSecond(other),
    'ours ÷ PyTorch': other / mine,
    goal: '≥ 0.8',
    ...checks,
  };
}

async function measureOurs(alidade: Client, network: string, { what, count }: Order): Promise<Measured> {
  const job = await runJob(alidade, `Measured ${what}`, { network, count: String(count) });
  return { times: job.valuesOf('milliseconds'), check: job.valuesOf('check')[0]! };
}

const best = (rounds: readonly Measured[]) => Math.min(...rounds.flatMap(({ times }) => times));
