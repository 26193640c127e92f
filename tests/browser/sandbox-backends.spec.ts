/** What does the arithmetic: chosen, forced, described; and never a software adapter unless it is asked for. */
import { expect, test } from '@playwright/test';
import { chromiumLaunch } from '../chromium.ts';
import type { JobSpec } from './engine-harness/main.ts';
import { openHarness, serveHarness } from './engine-harness.ts';

// With this switch and no GPU there is an adapter, and it is software.
test.use({ launchOptions: chromiumLaunch(['--enable-unsafe-webgpu']) });

let site: { url: string; close: () => Promise<void> };
test.beforeAll(async () => {
  site = await serveHarness();
});
test.afterAll(() => site.close());
test.beforeEach(({ page }) => openHarness(page, site.url));

/** Five steps of training a small net without pooling, from seeded numbers; tells its losses and one gradient's sum. */
const training: JobSpec = {
  files: {
    'tasks.ts': `import { metric, random } from 'alidade/sdk';
import * as tf from '@tensorflow/tfjs';
const filled = (shape: number[], stream: string, scale: number) =>
  tf.tensor(random(stream).fillNormal(new Float32Array(shape.reduce((a, b) => a * b)), 0, scale), shape);
export async function train() {
  const x = filled([8, 12, 12, 1], 'x', 1) as tf.Tensor4D;
  const y = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 0, 1, 2, 3], 'int32'), 4);
  const w1 = tf.variable(filled([3, 3, 1, 4], 'w1', 0.3) as tf.Tensor4D);
  const w2 = tf.variable(filled([5 * 5 * 4, 4], 'w2', 0.1) as tf.Tensor2D);
  const loss = (): tf.Scalar => {
    const h = tf.relu(tf.conv2d(x, w1, 2, 'valid'));
    return tf.losses.softmaxCrossEntropy(y, tf.matMul(tf.reshape(h, [8, -1]), w2)) as tf.Scalar;
  };
  const optimizer = tf.train.sgd(0.1);
  for (let i = 0; i < 5; i++) metric('loss', (await optimizer.minimize(loss, true)!.data())[0]!, i);
  metric('weights', (await tf.sum(tf.abs(w1)).data())[0]!);
  return [x, w1] as const;
}
export async function after(x: tf.Tensor) {
  metric('tensors', tf.memory().numTensors);
  return tf.mean(x);
}`,
  },
  steps: [
    { name: 'train', outputs: ['x', 'w'] },
    {
      name: 'after',
      args: [{ kind: 'output', step: 'train', output: 'x' }],
      after: ['train'],
      releases: ['train'],
    },
    {
      name: 'last',
      task: 'after',
      args: [{ kind: 'output', step: 'after', output: 'out' }],
      after: ['after'],
      releases: ['after'],
    },
  ],
};

test('five steps of training agree on cpu, wasm and WebGPU, and leave no tensors behind', async ({
  page,
}) => {
  const told: Record<string, number[]> = {};
  for (const backend of ['cpu', 'wasm', 'webgpu'] as const) {
    const ran = await page.evaluate((s) => window.harness.run(s), { ...training, backend, timeout: 120 });
    expect(ran.outcome, JSON.stringify(ran.events.at(-1))).toBe('finished');
    expect(ran.events.find((e) => e.kind === 'backend')).toMatchObject({
      facts: { backend, reason: 'forced' },
    });
    const metrics = ran.events.flatMap((e) => (e.kind === 'metric' ? [e] : []));
    // One more than the outputs: TensorFlow.js keeps an optimizer's rate by tf.keep.
    expect(metrics.filter((m) => m.name === 'tensors').map((m) => m.value)).toEqual([3, 2]);
    told[backend] = metrics.filter((m) => m.name !== 'tensors').map((m) => m.value);
  }
  expect(told['cpu']).toHaveLength(6);
  expect(new Set(told['cpu']).size).toBe(6);
  for (const backend of ['wasm', 'webgpu']) {
    told[backend]!.forEach((value, i) =>
      expect(Math.abs(value - told['cpu']![i]!), `${backend} ${i}`).toBeLessThan(1e-5),
    );
  }
});

test('a software adapter is never chosen by itself', async ({ page }) => {
  const ran = await page.evaluate((s) => window.harness.run(s), { ...training, backend: 'auto' as const });
  const facts = ran.events.find((e) => e.kind === 'backend');
  expect(facts).toMatchObject({ facts: { backend: 'wasm', simd: true, adapter: null } });
  expect(facts).toMatchObject({ facts: { reason: expect.stringContaining('software') } });
});

test('the device is described and raced', async ({ page }) => {
  const device = await page.evaluate(() => window.harness.describeDevice(window.harness.assets));
  expect(device).toMatchObject({ chosen: 'wasm', simd: true, adapter: { fallback: true } });
  const [webgpu, wasm, cpu] = device.backends;
  expect(webgpu).toMatchObject({
    backend: 'webgpu',
    raceMilliseconds: null,
    note: expect.stringContaining('software'),
  });
  expect(wasm!.raceMilliseconds).toBeLessThan(cpu!.raceMilliseconds!);
  expect(Object.keys(device.adapter!.limits).length).toBeGreaterThan(20);
  expect(device.versions['tfjs-core']).toBe('4.22.0');
});

test('described by force, the software adapter is raced too', async ({ page }) => {
  const device = await page.evaluate(() =>
    window.harness.describeDevice(window.harness.assets, { force: true }),
  );
  expect(device.backends[0]!.raceMilliseconds).toBeGreaterThan(0);
  expect(device.chosen).toBe('wasm');
});
