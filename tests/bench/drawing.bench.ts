// What holds up the page of an entrypoint with a large graph: the longest task of its main thread while it is opened, typed in,
// moved and edited, beside the same for a graph of ten steps.
import type { Page } from 'playwright';
import type { Client } from '#core/client.ts';
import { bridgeClient } from '#node/client/bridge.ts';
import { writeGraph } from './graph-texts.ts';
import type { BenchContext, Row } from './index.ts';

export const name = 'Entrypoint page: the longest task of the main thread';

const SIZES = [10, 1000, 5000];
/** Milliseconds of quiet after which what was asked for is done. */
const QUIET = 1500;

export async function run({ browser, site, say }: BenchContext): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const page = await (await browser()).newPage({ viewport: { width: 1440, height: 900 } });
  const address = await site();
  await page.addInitScript(watchTasks);
  await page.goto(address);
  await page.waitForFunction(() => 'alidade' in globalThis);
  const alidade = await bridgeClient(page);
  const pin = await makePlugin(alidade);
  for (const steps of SIZES) {
    const id = await makeEntrypoint(alidade, steps, pin);
    for (const [doing, work] of Object.entries(WORK)) {
      const from = performance.now();
      await page.evaluate(() => globalThis.tasks!.splice(0));
      await work(page, `${address}entrypoints/view/?id=${id}`, steps);
      await settle(page);
      const tasks = await page.evaluate(() => globalThis.tasks!);
      const longest = Math.round(Math.max(0, ...tasks));
      const took = Math.round(performance.now() - from - QUIET);
      rows.push({
        steps,
        doing,
        'longest task ms': longest,
        'tasks over 50 ms': tasks.length,
        'took ms': took,
      });
      say(
        `${steps} steps, ${doing}: longest ${longest} ms of ${tasks.length} tasks over 50 ms, ${took} ms in all`,
      );
    }
  }
  await page.close();
  return rows;
}

declare global {
  var tasks: number[] | undefined;
}

function watchTasks() {
  const tasks: number[] = (globalThis.tasks = []);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
}

type Work = (page: Page, address: string, steps: number) => Promise<void>;

const WORK: Readonly<Record<string, Work>> = {
  'open it': async (page, address) => {
    await page.goto(address);
    await page.locator('[data-step], .graph canvas').first().waitFor();
  },
  'move it': async (page) => {
    const [x, y] = await middleOf(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 1; i <= 30; i += 1) await page.mouse.move(x - i * 8, y - i * 3);
    await page.mouse.up();
  },
  'zoom it': async (page) => {
    await page.mouse.move(...(await middleOf(page)));
    await page.keyboard.down('Control');
    for (let i = 0; i < 16; i += 1) await page.mouse.wheel(0, 40);
    for (let i = 0; i < 22; i += 1) await page.mouse.wheel(0, -40);
    await page.keyboard.up('Control');
  },
  'type a letter': async (page) => {
    await page.locator('.cm-content').first().focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('x');
    await page.keyboard.press('Backspace');
  },
  'choose a step': async (page) => {
    await page.keyboard.press('Escape');
    await page.locator('.pane [data-step]').first().focus();
    await page.keyboard.press('Enter');
  },
  'duplicate a step': async (page, _address, steps) => {
    await page.locator('.pane [data-step]').first().focus();
    await page.keyboard.press('Control+d');
    const more = (steps + 1).toLocaleString('en');
    await page.getByRole('listbox', { name: `${more} steps` }).waitFor();
  },
  'undo it': (page) => page.keyboard.press('Control+z'),
  'see the outline': (page) => page.getByRole('button', { name: 'Outline' }).click(),
};

async function middleOf(page: Page): Promise<[number, number]> {
  const box = (await page.locator('.graph .pane').boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Waits until nothing has held up the page for a while. */
async function settle(page: Page): Promise<void> {
  for (let count = -1, now = 0; count !== now;) {
    count = now;
    await page.waitForTimeout(QUIET);
    now = await page.evaluate(() => globalThis.tasks!.length);
  }
}

async function makePlugin(alidade: Client) {
  const input = (word: string, type: string) => ({ name: word, type, required: true });
  const functions = [
    {
      name: 'train_model',
      inputs: [
        input('model', 'string'),
        input('epochs', 'integer'),
        input('rate', 'number'),
        input('title', 'string'),
        input('layers', 'any'),
      ],
      outputs: [
        { name: 'model', type: 'string' },
        { name: 'loss', type: 'number' },
      ],
    },
  ];
  const contents =
    'export function train_model(model: string): [string, number] {\n  return [model, 0];\n}\n';
  const files = [{ filename: 'tasks.ts', contents, description: '', functions, artifacts: [] }];
  const { resource } = await alidade.plugins.create({ name: 'training', description: '', files, types: [] });
  return resource.latest;
}

async function makeEntrypoint(alidade: Client, steps: number, pin: Awaited<ReturnType<typeof makePlugin>>) {
  const { resource } = await alidade.entrypoints.create({
    name: `Of ${steps} steps`,
    description: '',
    taskGraph: writeGraph(steps),
    artifactGraph: '',
    parameters: [{ name: 'start', type: 'string', defaultValue: 'nothing' }],
    artifactParameters: [],
    plugins: [pin],
    artifactPlugins: [],
    queues: [],
  });
  return resource.id;
}
