/** How jobs end and what they leave: cancelled, failed, timed out, dead, flooding; each within bounds, and the page lives on. */
import { expect, test } from '@playwright/test';
import type { JobSpec, Ran } from './engine-harness/main.ts';
import { openHarness, serveHarness } from './engine-harness.ts';

let site: { url: string; close: () => Promise<void> };
test.beforeAll(async () => {
  site = await serveHarness();
});
test.afterAll(() => site.close());
test.beforeEach(({ page }) => openHarness(page, site.url));

const job = (code: string, more: Partial<JobSpec> = {}): JobSpec => ({
  files: { 'tasks.ts': code },
  steps: [
    { name: 'first', outputs: [] },
    { name: 'second', outputs: [], after: ['first'] },
  ],
  ...more,
});

const ending = (ran: Ran) => ran.events.filter((e) => e.kind === 'status').at(-1);
const fault = (ran: Ran) => ran.events.flatMap((e) => (e.kind === 'fault' ? [e.fault] : []))[0];
const steps = (ran: Ran) =>
  Object.fromEntries(ran.events.flatMap((e) => (e.kind === 'step' ? [[e.step, e.status]] : [])));

test('a job that runs through', async ({ page }) => {
  const spec: JobSpec = {
    files: {
      'tasks.ts': `import { log, metric, progress } from 'alidade/sdk';
        export async function load(n: number, unit = 2) { log('loading'); progress(1, 2); await null; return n * unit; }
        export function both(x: number) { metric('x', x); metric('x', Infinity, 1); return [x, { columns: ['a'], rows: [[1], [2]] }]; }
        export function none() {}`,
    },
    steps: [
      { name: 'load', args: [{ kind: 'parameter', name: 'n' }] },
      {
        name: 'both',
        args: [{ kind: 'output', step: 'load', output: 'out' }],
        outputs: ['x', 'table'],
        after: ['load'],
        releases: ['load'],
      },
      { name: 'none', outputs: [] },
    ],
    values: { n: 21 },
  };
  const ran = await page.evaluate((s) => window.harness.run(s), spec);
  expect(ran.outcome).toBe('finished');
  expect(steps(ran)).toEqual({ load: 'done', both: 'done', none: 'done' });
  const kinds = ran.events.map((e) => e.kind);
  expect(kinds.slice(0, 5)).toEqual(['status', 'step', 'step', 'step', 'backend']);
  expect(ran.events.find((e) => e.kind === 'backend')).toMatchObject({
    facts: { backend: 'cpu', reason: expect.stringContaining('no task') },
  });
  expect(ran.events.filter((e) => e.kind === 'metric')).toMatchObject([
    { step: 'both', name: 'x', value: 42, at: 0 },
    { step: 'both', name: 'x', value: Infinity, at: 1 },
  ]);
  expect(ran.events.filter((e) => e.kind === 'log')).toMatchObject([
    { step: 'load', severity: 'INFO', logger: 'demo.load', message: 'loading' },
  ]);
  expect(ran.events.filter((e) => e.kind === 'preview').map((e) => e.preview)).toEqual([
    { kind: 'number', value: 42 },
    { kind: 'number', value: 42 },
    { kind: 'table', columns: ['a'], rows: 2 },
  ]);
  expect(ending(ran)).toMatchObject({ status: 'finished', reason: null });
});

test('pictures in plain memory are previewed, alone or in a record', async ({ page }) => {
  const ran = await page.evaluate(
    (s) => window.harness.run(s),
    job(
      `const of = (n) => ({ shape: [n, 4, 4, 1], data: new Float32Array(16 * n).fill(1) });
      export function first() { return of(2); }
      export function second() { return { before: of(1), after: of(3) }; }`,
      {
        steps: [{ name: 'first' }, { name: 'second', after: ['first'] }],
      },
    ),
  );
  const previews = ran.events.flatMap((e) => (e.kind === 'preview' ? [e.preview] : []));
  expect(previews.map((one) => [one.kind, 'shape' in one && one.shape])).toEqual([
    ['images', [2, 4, 4, 1]],
    ['images', [3, 4, 4, 1]],
  ]);
});

test('an endless loop is cancelled within a second, and the page lives on meanwhile', async ({ page }) => {
  const spec = job('export function first() { while (true); }\nexport function second() {}');
  const { ran, took, slowest } = await page.evaluate(async (s) => {
    const spares = new window.harness.Spares(window.harness.assets);
    let asked = 0;
    let slowest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      slowest = Math.max(slowest, performance.now() - last);
      last = performance.now();
    }, 10);
    const ran = await window.harness.run(
      s,
      (cancel) => {
        spares.warm();
        setTimeout(() => {
          asked = performance.now();
          cancel();
        }, 2000);
      },
      spares,
    );
    const took = performance.now() - asked;
    clearInterval(watch);
    return { ran, took, slowest };
  }, spec);
  expect(ran.outcome).toBe('cancelled');
  expect(took).toBeLessThan(1000);
  expect(slowest).toBeLessThan(1000);
  expect(steps(ran)).toEqual({ first: 'cancelled', second: 'skipped' });
  expect(ran.events.at(-1)).toMatchObject({ kind: 'status', status: 'cancelled' });
  expect(await page.locator('iframe').count()).toBe(0);
});

test('a timeout is a failure with its reason', async ({ page }) => {
  const ran = await page.evaluate(
    (s) => window.harness.run(s),
    job('export function first() { for (;;); }\nexport function second() {}', { timeout: 2 }),
  );
  expect(ran.outcome).toBe('failed');
  expect(ending(ran)).toMatchObject({ status: 'failed', reason: 'The job did not end within 2 seconds.' });
  expect(steps(ran)).toEqual({ first: 'failed', second: 'skipped' });
});

test('a thrown error names the author’s file and line, step and task', async ({ page }) => {
  const spec = job('', {
    files: {
      'tasks.ts': `import { deep } from './nets/deep.ts';\n\ninterface Unused {\n  a: number;\n}\n\nexport function first(): void {\n  deep(1 as number);\n}\nexport function second() {}\n`,
      'nets/deep.ts': `type T = number;\nexport function deep(x: T): never {\n  const y: T = x;\n  throw new RangeError(\`no \${y}\`);\n}\n`,
    },
  });
  const ran = await page.evaluate((s) => window.harness.run(s), spec);
  expect(fault(ran)).toMatchObject({
    message: 'RangeError: no 1',
    step: 'first',
    task: 'first',
    place: { plugin: 'demo', file: 'nets/deep.ts', line: 4 },
  });
  expect(fault(ran)?.stack.split('\n')).toHaveLength(3);
  expect(fault(ran)?.stack).toMatch(/at first \(demo\/tasks\.ts:8:\d+\)/);
  expect(steps(ran)).toEqual({ first: 'failed', second: 'skipped' });
});

test('what is thrown need not be an error', async ({ page }) => {
  for (const [thrown, message] of [
    ["'text'", 'text'],
    ['null', 'null'],
    ['{ toString() { throw 1; } }', 'something that cannot be shown'],
  ] as const) {
    const ran = await page.evaluate(
      (s) => window.harness.run(s),
      job(`export function first() { throw ${thrown}; }\nexport function second() {}`),
    );
    expect(fault(ran)?.message).toBe(message);
  }
});

test('a fault while a module is loaded has its place too', async ({ page }) => {
  const ran = await page.evaluate(
    (s) => window.harness.run(s),
    job(
      'const a: number[] = [];\n(a as any).b.c = 1;\nexport function first() {}\nexport function second() {}',
    ),
  );
  expect(fault(ran)).toMatchObject({ place: { file: 'tasks.ts', line: 2 } });
});

test('a worker cannot end itself unheard', async ({ page }) => {
  const ran = await page.evaluate(
    (s) => window.harness.run(s),
    job('export function first() { (self as any).close(); }\nexport function second() {}'),
  );
  expect(fault(ran)?.message).toMatch(/^TypeError: .*close is not a function/);
});

test('a process that crashes is a failed job', async ({ page, context }) => {
  // Playwright takes a page whose frame crashed for crashed itself, so another page hears how the job ended.
  const witness = await context.newPage();
  await openHarness(witness, site.url);
  const heard = witness.evaluate(
    () =>
      new Promise<Ran>((resolve) => (new BroadcastChannel('end').onmessage = ({ data }) => resolve(data))),
  );
  const code = 'export async function first() { await new Promise(() => {}); }\nexport function second() {}';
  void page
    .evaluate(
      async (s) => new BroadcastChannel('end').postMessage(await window.harness.run(s)),
      job(code, { timeout: 50 }),
    )
    .catch(() => {});
  await page.waitForSelector('iframe', { state: 'attached' });
  await page.waitForTimeout(1000);
  const session = await context.newCDPSession(page.frames()[1]!);
  void session.send('Page.crash').catch(() => {});
  const ran = await heard;
  expect(ran.outcome).toBe('failed');
  expect(ending(ran)).toMatchObject({ reason: 'The sandbox no longer answers.' });
  expect(steps(ran)).toEqual({ first: 'failed', second: 'skipped' });
});

test('a script that does not start is told at once', async ({ page }) => {
  const said = await page.evaluate(async () => {
    const { Sandbox, assets } = window.harness;
    const broken = { ...assets, text: async () => 'this is no script' };
    return Sandbox.create(broken, 'module').catch((error: Error) => error.message);
  });
  expect(said).toMatch(/^The worker failed/);
});

test('a flood is bounded: what fits is kept, the rest is counted, and the page lives on', async ({
  page,
}) => {
  const spec = job(`import { log, metric, progress } from 'alidade/sdk';
    export async function first() { for (let i = 0; i < 100_000; i++) { log('line ' + i); progress(i, 100_000); if (i % 2000 === 0) await new Promise((r) => setTimeout(r)); } }
    export function second() { for (let i = 0; i < 20_000; i++) metric('x', i, i); log('x'.repeat(50_000)); }`);
  const heard = await page.evaluate(async (s) => {
    let slowest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      slowest = Math.max(slowest, performance.now() - last);
      last = performance.now();
    }, 10);
    const { outcome, events } = await window.harness.run(s);
    clearInterval(watch);
    const logs = events.flatMap((e) => (e.kind === 'log' ? [e.message] : []));
    const count = (kind: string) => events.filter((e) => e.kind === kind).length;
    return {
      outcome,
      slowest,
      logs: logs.length,
      metrics: count('metric'),
      progress: count('progress'),
      longest: Math.max(...logs.map((message) => message.length)),
      told: logs.find((message) => message.includes('were not kept')),
    };
  }, spec);
  expect(heard.outcome).toBe('finished');
  expect(heard.metrics).toBe(20_000);
  expect(heard.logs).toBeLessThan(40_000);
  expect(heard.progress).toBeLessThan(200);
  expect(heard.longest).toBeLessThan(11_000);
  expect(heard.told).toMatch(/^Too much at once: \d+ log lines/);
  expect(heard.slowest).toBeLessThan(2000); // on a busy machine
});

test('a plugin that takes the port and floods it raw ends its own job', async ({ page }) => {
  const steal = (flood: string) => `import { log } from 'alidade/sdk';
    let port: MessagePort | undefined;
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (this: MessagePort, ...args: any[]) {
      if (Array.isArray(args[0])) port = this;
      return (post as any).apply(this, args);
    };
    export async function first() {
      log('x');
      while (!port) await new Promise((r) => setTimeout(r, 20));
      ${flood}
      await new Promise(() => {});
    }
    export function second() {}`;
  const floods = [
    'for (let i = 0; i < 5000; i++) post.call(port, []);',
    "post.call(port, [{ kind: 'status', status: 'finished', time: 0 }]);",
    'post.call(port, { __proto__: { polluted: 1 } });',
    "post.call(port, [{ kind: 'log', time: 0, step: null, severity: 'INFO', logger: 'x', message: 'x'.repeat(1e6) }]);",
  ];
  for (const flood of floods) {
    const ran = await page.evaluate((s) => window.harness.run(s), job(steal(flood)));
    expect(ran.outcome, flood).toBe('failed');
    expect(ending(ran), flood).toMatchObject({
      reason: expect.stringMatching(/more messages than a job may|does not fit/),
    });
  }
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
});

test('a reply with anything alive in it is refused', async ({ page }) => {
  const forge = (reply: string) => `
    let answered: MessagePort | undefined;
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (this: MessagePort, message: any, ...rest: any[]) {
      if (message?.type !== 'RAW') return (post as any).call(this, message, ...rest);
      const { port1, port2 } = new MessageChannel();
      const id = message.id;
      ${reply}
    };
    export function first() {}
    export function second() {}`;
  const replies = [
    "return (post as any).call(this, { id, type: 'HANDLER', name: 'proxy', value: port2 }, [port2]);",
    "return (post as any).call(this, { id, type: 'RAW', value: { ok: true, value: port2 } }, [port2]);",
    "return (post as any).call(this, { id, type: 'HANDLER', name: 'throw', value: { isError: true, value: { message: 'x', __proto__: { polluted: 1 } } } });",
    "return (post as any).call(this, { id, type: 'RAW', value: { ok: true, value: [{ name: 'x', folder: false, files: [{ path: '../x', bytes: new ArrayBuffer(1) }] }] } });",
    "return (post as any).call(this, { id, type: 'RAW', value: { ok: true, value: 'finished' } });",
    "return (post as any).call(this, { id, type: 'RAW', value: { ok: false, fault: { message: port1 } } });",
  ];
  for (const reply of replies) {
    const ran = await page.evaluate((s) => window.harness.run(s), job(forge(reply)));
    expect(ran.outcome, reply).toBe('failed');
    expect(ending(ran)?.reason, reply).toMatch(/not data|does not fit|DataCloneError|could not be cloned/);
  }
  expect(await page.evaluate(() => 'polluted' in {} || 'polluted' in new Error('x'))).toBe(false);
});

test('there is exactly one engine, and no way to start a second', async ({ page }) => {
  const spec: JobSpec = {
    files: {
      'tasks.ts': `import * as tf from '@tensorflow/tfjs';
        import { engine } from '@tensorflow/tfjs-core';
        import { sequential, layers } from '@tensorflow/tfjs-layers';
        export function first() {
          if (engine() !== tf.engine()) throw new Error('two engines');
          const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
          if (!(model.predict(tf.ones([1, 3])) instanceof tf.Tensor)) throw new Error('two classes of tensor');
          if (typeof requestAnimationFrame !== 'undefined') throw new Error('frames');
        }
        export function second() {}`,
    },
    steps: job('').steps,
  };
  const ran = await page.evaluate((s) => window.harness.run(s), spec);
  expect(fault(ran)).toBeUndefined();
  expect(ran.outcome).toBe('finished');
});

test('artifacts are written after the last step, and named by the rule', async ({ page }) => {
  const spec: JobSpec = {
    files: {
      'tasks.ts': `const enc = (t: string) => new TextEncoder().encode(t);
        export function make() { return 'value'; }
        export const Text = { serialize: (v: string) => v, deserialize: () => '' };
        export const Bytes = { serialize: (v: string) => enc(v), deserialize: () => '' };
        export const One = { serialize: async (v: string, { name }: { name: string }) => new Map([[name + '.json', enc(JSON.stringify(v))]]), deserialize: () => '' };
        export const Many = { serialize: (v: string) => new Map([['a.txt', enc(v)], ['sub/b.txt', enc('b')]]), deserialize: () => '' };
        export const Bad = { serialize: (v: string) => new Map([['../a.txt', enc(v)]]), deserialize: () => '' };`,
    },
    steps: [{ name: 'make' }],
    artifacts: ['Text', 'Bytes', 'One', 'Many'].map((task) => ({
      name: `${task}_out`,
      task,
      contents: { kind: 'output', step: 'make', output: 'out' } as const,
    })),
  };
  const ran = await page.evaluate((s) => window.harness.run(s), spec);
  expect(ran.outcome, fault(ran)?.message).toBe('finished');
  expect(ran.artifacts).toEqual([
    { name: 'Text_out', folder: false, files: { 'Text_out.txt': 'value' } },
    { name: 'Bytes_out', folder: false, files: { 'Bytes_out.bin': 'value' } },
    { name: 'One_out', folder: false, files: { 'One_out.json': '"value"' } },
    { name: 'Many_out', folder: true, files: { 'a.txt': 'value', 'sub/b.txt': 'b' } },
  ]);
  const bad = await page.evaluate((s) => window.harness.run(s), {
    ...spec,
    artifacts: [{ ...spec.artifacts![0]!, task: 'Bad' }],
  });
  expect(fault(bad)?.message).toContain('cannot be a path');
});

test('the classic worker of the fallback runs jobs too', async ({ page }) => {
  const said = await page.evaluate(async () => {
    const { Sandbox, assets, handIn, makeOrder } = window.harness;
    const sandbox = await Sandbox.create(assets, 'classic');
    await handIn(sandbox, assets, { numbers: true, webgpu: false });
    const order = makeOrder({
      files: {
        'tasks.ts':
          "import * as tf from '@tensorflow/tfjs';\nexport const sum = () => tf.sum(tf.ones([3])).dataSync()[0];",
      },
      steps: [{ name: 'sum' }],
    });
    const facts = await sandbox.call('open', { ...order, raced: null });
    const answer = await sandbox.call('ask', {}, ['sum.out']);
    sandbox.destroy();
    return { facts, answer };
  });
  expect(said.facts.backend).toBe('wasm');
  expect(said.answer).toEqual({ 'sum.out': 3 });
});
