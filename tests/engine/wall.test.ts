/** What may cross from a worker into the page: plain data that fits, and nothing that lives. */
import * as Comlink from 'comlink';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { plainEndpoint, REFUSED } from '#engine/endpoint.ts';
import { isPlainData } from '#engine/plain-data.ts';
import { BOUNDS } from '#engine/protocol.ts';
import { REPLIES } from '#engine/replies.ts';
import { listen } from '#engine/said.ts';

test('plain data', () => {
  const good = [
    1,
    Number.NaN,
    'a',
    null,
    undefined,
    true,
    10n,
    new Float32Array(2),
    new ArrayBuffer(1),
    [1, [2]],
    { a: { b: [] } },
  ];
  for (const value of good) expect(isPlainData(value)).toBe(true);
  const { port1 } = new MessageChannel();
  const bad = [
    () => 1,
    Symbol('x'),
    port1,
    new Blob([]),
    new Map(),
    new Date(),
    new Error('x'),
    { a: [port1] },
    new (class X {})(),
  ];
  for (const value of bad) expect(isPlainData(value)).toBe(false);
  port1.close();
  let deep: unknown = 1;
  for (let i = 0; i < 20; i++) deep = [deep];
  expect(isPlainData(deep)).toBe(false);
});

test('a proxy, a throw and a port become a refusal, a raw reply passes', async () => {
  const { port1, port2 } = new MessageChannel();
  const api = Comlink.wrap<{ ask(): unknown }>(plainEndpoint(port1 as unknown as MessagePort));
  const answers: ((id: string) => [unknown, MessagePort[]])[] = [
    (id) => [{ id, type: 'RAW', value: { ok: true, value: 1 } }, []],
    (id) => [{ id, type: 'HANDLER', name: 'proxy', value: 0 }, []],
    (id) => [{ id, type: 'HANDLER', name: 'throw', value: { isError: false, value: 'x' } }, []],
    (id) => {
      const { port1: live } = new MessageChannel();
      return [{ id, type: 'RAW', value: live }, [live]];
    },
  ];
  port2.onmessage = ({ data }) => {
    const [message, ports] = answers.shift()!(data.id as string);
    (port2 as unknown as MessagePort).postMessage(message, ports);
  };
  expect(await api.ask()).toEqual({ ok: true, value: 1 });
  for (let i = 0; i < 3; i++) expect(await api.ask()).toEqual(REFUSED);
  port1.close();
});

test('replies fit their schemas', () => {
  const fits = (name: keyof typeof REPLIES, value: unknown) =>
    v.safeParse(REPLIES[name], { ok: true, value }).success;
  const file = (path: string) => [{ name: 'a', folder: false, files: [{ path, bytes: new ArrayBuffer(1) }] }];
  expect(fits('run', file('a/b.txt'))).toBe(true);
  for (const path of ['', '/a', 'a/', '../a', 'a/../b', '.', 'C:\\a', 'a\0'])
    expect(fits('run', file(path)), path).toBe(false);
  expect(fits('prepare', null)).toBe(true);
  expect(fits('prepare', 1)).toBe(false);
  expect(fits('ask', { a: new Float32Array(1) })).toBe(true);
  expect(fits('ask', [1])).toBe(false);
  const fault = { message: 'x', stack: '', step: null, task: null };
  expect(v.safeParse(REPLIES.run, { ok: false, fault }).success).toBe(true);
  expect(
    v.safeParse(REPLIES.run, {
      ok: false,
      fault: { ...fault, stack: 'x'.repeat(BOUNDS.stackCharacters + 1) },
    }).success,
  ).toBe(false);
});

/** What comes of messages on the events' port. */
async function hear(messages: unknown[]): Promise<{ events: unknown[]; floods: string[] }> {
  const { port1, port2 } = new MessageChannel();
  const heard = { events: [] as unknown[], floods: [] as string[] };
  listen(
    port1 as unknown as MessagePort,
    (events) => heard.events.push(...events),
    (why) => heard.floods.push(why),
  );
  for (const message of messages) port2.postMessage(message);
  await vi.waitFor(() => expect(heard.events.length + heard.floods.length).toBeGreaterThan(0));
  await new Promise((resolve) => setTimeout(resolve, 20));
  port1.close();
  return heard;
}

const log = { time: 1, kind: 'log', step: null, severity: 'INFO', logger: 'x', message: 'hello' };

test('events that fit are heard, without what is not theirs', async () => {
  const { events, floods } = await hear([
    [{ ...log, extra: 1 }],
    [{ time: 1, kind: 'metric', step: 'a', name: 'loss', value: Number.NaN, at: 3 }],
  ]);
  expect(floods).toEqual([]);
  expect(events).toEqual([
    log,
    { time: 1, kind: 'metric', step: 'a', name: 'loss', value: Number.NaN, at: 3 },
  ]);
});

test.each([
  ['a status of the job', [{ time: 1, kind: 'status', status: 'finished', reason: null }]],
  ['a fault', [{ time: 1, kind: 'fault', fault: {} }]],
  ['a step that waits', [{ time: 1, kind: 'step', step: 'a', status: 'skipped', milliseconds: 1 }]],
  ['a text that is too long', [{ ...log, message: 'x'.repeat(20_000) }]],
  ['a metric without a name', [{ time: 1, kind: 'metric', step: null, name: '1 x', value: 1, at: 0 }]],
  [
    'images that are not as long as they say',
    [
      {
        time: 1,
        kind: 'preview',
        step: 'a',
        output: 'b',
        preview: { kind: 'images', shape: [1, 2, 2, 1], data: new Uint8Array(3) },
      },
    ],
  ],
  ['too many at once', Array.from({ length: BOUNDS.eventsPerBatch + 1 }, () => log)],
  ['no list', log],
  ['nothing', null],
])('%s ends it', async (_, message) => {
  const { events, floods } = await hear([message, [log]]);
  expect(floods).toHaveLength(1);
  expect(events).toEqual([]);
});

test('too many messages end it', async () => {
  const { floods } = await hear(Array.from({ length: BOUNDS.batchBurst + 200 }, () => [log]));
  expect(floods).toEqual(['The worker sent more messages than a job may.']);
});
