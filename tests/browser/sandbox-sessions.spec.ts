/** Sessions: a warm sandbox that answers again and again, and runs only what a change reaches. Also spares, seeds and data. */
import { expect, test } from '@playwright/test';
import type { JobSpec } from './engine-harness/main.ts';
import { openHarness, serveHarness } from './engine-harness.ts';

let site: { url: string; close: () => Promise<void> };
test.beforeAll(async () => {
  site = await serveHarness();
});
test.afterAll(() => site.close());
test.beforeEach(({ page }) => openHarness(page, site.url));

const slider: JobSpec = {
  files: {
    'tasks.ts': `import { random } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
let loads = 0;
export function load() { loads++; return { images: tf.ones([4, 8, 8, 1]), labels: [0, 1, 2, 3] }; }
export function attack(data: { images: tf.Tensor }, eps: number) {
  const noise = random().fillUniform(new Float32Array(256), -1, 1);
  const changed = tf.add(data.images, tf.mul(tf.tensor(noise, [4, 8, 8, 1]), eps));
  return [changed, { mean: tf.mean(changed), loads, tensors: tf.memory().numTensors }];
}
export function broken(x: number) { if (x > 1) throw new Error('too large'); return x; }
export const alive = () => ({ f: () => 1 });`,
  },
  steps: [
    { name: 'load' },
    {
      name: 'attack',
      args: [
        { kind: 'output', step: 'load', output: 'out' },
        { kind: 'parameter', name: 'eps' },
      ],
      outputs: ['images', 'facts'],
      after: ['load'],
    },
    { name: 'broken', args: [{ kind: 'parameter', name: 'eps' }] },
    { name: 'alive' },
  ],
};

interface Facts {
  mean: { shape: number[]; dtype: string; data: Float32Array };
  loads: number;
  tensors: number;
}

test('a session answers fast, repeats itself exactly, and does not leak', async ({ page }) => {
  const said = await page.evaluate(async (spec) => {
    const { openSession, makeOrder, assets } = window.harness;
    const session = await openSession(makeOrder(spec), assets);
    const answers: Facts[] = [];
    const took: number[] = [];
    for (const eps of [0.1, 0.2, 0.3, 0.1, 0.1]) {
      const started = performance.now();
      const answer = await session.run({ eps }, ['attack.facts']);
      took.push(performance.now() - started);
      answers.push(answer['attack.facts'] as Facts);
    }
    session.close();
    const late = await session.run({ eps: 1 }, ['attack.facts']).catch((error: Error) => error.message);
    return {
      answers: answers.map((a) => ({ ...a, mean: a.mean.data[0] })),
      took,
      late,
      backend: session.facts.backend,
    };
  }, slider);
  expect(said.backend).toBe('wasm');
  expect(said.answers.map((a) => a.loads)).toEqual([1, 1, 1, 1, 1]);
  expect(said.answers[3]!.mean).toBe(said.answers[0]!.mean);
  expect(said.answers[1]!.mean).not.toBe(said.answers[0]!.mean);
  expect(new Set(said.answers.slice(1, 4).map((a) => a.tensors)).size).toBe(1);
  expect(Math.min(...said.took.slice(1))).toBeLessThan(100);
  expect(said.late).toBe('The session was closed.');
});

test('a question that waits gives way to a later one', async ({ page }) => {
  const said = await page.evaluate(async (spec) => {
    const { openSession, makeOrder, assets } = window.harness;
    const session = await openSession(makeOrder(spec), assets);
    const asked = [0.1, 0.2, 0.3].map((eps) =>
      session.run({ eps }, ['broken']).then(
        (a) => a['broken'],
        (e: Error) => e.constructor.name,
      ),
    );
    const answers = await Promise.all(asked);
    session.close();
    return answers;
  }, slider);
  expect(said[0]).toBe(0.1);
  expect(typeof said[1]).toBe('string');
  expect(said[2]).toBe(0.3);
});

test('a fault leaves the session whole, and what is not data does not come out', async ({ page }) => {
  const said = await page.evaluate(async (spec) => {
    const { openSession, makeOrder, assets } = window.harness;
    const session = await openSession(makeOrder(spec), assets);
    const message = (e: Error) => e.message;
    const failed = await session.run({ eps: 2 }, ['broken.out']).catch(message);
    const fine = await session.run({ eps: 1 }, ['broken.out']);
    const alive = await session.run({ eps: 1 }, ['alive.out']).catch(message);
    const unknown = await session.run({ eps: 1 }, ['nobody.out']).catch(message);
    session.close();
    return { failed, fine, alive, unknown };
  }, slider);
  expect(said.failed).toBe('too large');
  expect(said.fine).toEqual({ 'broken.out': 1 });
  expect(said.alive).toContain('is not data');
  expect(said.unknown).toContain('no output "nobody.out"');
});

test('a call from a step that has ended is refused', async ({ page }) => {
  const spec: JobSpec = {
    files: {
      'tasks.ts': `import { log } from 'alidade/sdk';
let said = 'nothing';
export function first() {
  setTimeout(() => {
    try { log('late'); } catch (error) { said = (error as Error).message; }
  }, 10);
  return 1;
}
export const told = () => said;`,
    },
    steps: [{ name: 'first' }, { name: 'told' }],
  };
  const answer = await page.evaluate(async (s) => {
    const { openSession, makeOrder, assets } = window.harness;
    const session = await openSession(makeOrder(s), assets);
    await session.run({}, ['first']);
    await new Promise((done) => setTimeout(done, 200));
    const { told } = await session.run({}, ['told']);
    session.close();
    return told;
  }, spec);
  expect(answer).toBe('The step "first" has ended: a task must await all that it starts.');
});

const seeded: JobSpec = {
  files: {
    'tasks.ts': `import { data, metric, random } from 'alidade/sdk';
export function draw() { metric('first', random().uniform()); metric('second', random().uniform()); metric('other', random('other').uniform()); }
export function read() { metric('bytes', data('tiny').length); try { data('huge'); } catch (e) { throw new Error('told: ' + (e as Error).message); } }`,
  },
  steps: [
    { name: 'draw', outputs: [] },
    { name: 'again', task: 'draw', outputs: [] },
  ],
};

test('random numbers follow seed, step and stream', async ({ page }) => {
  const draw = async (seed: number) => {
    const ran = await page.evaluate((s) => window.harness.run(s), { ...seeded, seed });
    return ran.events.flatMap((e) => (e.kind === 'metric' ? [e.value] : []));
  };
  const [one, same, other] = [await draw(1), await draw(1), await draw(2)];
  expect(one).toHaveLength(6);
  expect(new Set([...one, ...other]).size).toBe(12);
  expect(same).toEqual(one);
});

test('data sets come in by name, and others are told of', async ({ page }) => {
  const spec: JobSpec = { ...seeded, steps: [{ name: 'read', outputs: [] }], data: { tiny: 'abc' } };
  const ran = await page.evaluate((s) => window.harness.run(s), spec);
  expect(ran.events.filter((e) => e.kind === 'metric')).toMatchObject([{ name: 'bytes', value: 3 }]);
  expect(ran.events.find((e) => e.kind === 'fault')).toMatchObject({
    fault: { message: expect.stringContaining('datasets.json') },
  });
});

test('a spare is taken once, and made again', async ({ page }) => {
  const said = await page.evaluate(async (spec) => {
    const { Spares, assets, run } = window.harness;
    const spares = new Spares(assets);
    const frames = () => document.querySelectorAll('iframe').length;
    spares.warm();
    spares.warm();
    await new Promise((done) => setTimeout(done, 1500));
    const before = frames();
    const ran = await run(spec, undefined, spares);
    const after = frames();
    spares.warm();
    await new Promise((done) => setTimeout(done, 1500));
    const again = frames();
    spares.drop();
    await new Promise((done) => setTimeout(done));
    return { before, outcome: ran.outcome, after, again, dropped: frames() };
  }, seeded);
  expect(said).toEqual({ before: 1, outcome: 'finished', after: 0, again: 1, dropped: 0 });
});
