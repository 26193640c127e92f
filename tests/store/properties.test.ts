// What must hold for any history and any batching, on a real database in memory.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashContent } from '#core/hash/content-hash.ts';
import type { JobEvent } from '#core/job/events.ts';
import { EMPTY_VIEW, foldEvents } from '#core/job/fold.ts';
import type { Store } from '#store/store.ts';
import { draft, freshStore, plugin } from './open.ts';

const runs = { numRuns: 25 };

const change = fc.record({ name: fc.constantFrom('a', 'b', 'c'), text: fc.constantFrom('x', 'y', 'z') });

/** Saves under the name, or creates it. */
async function apply({ resources }: Store, { name, text }: { name: string; text: string }) {
  const there = await resources.find('plugin', name);
  const content = plugin(name, text);
  return there ? resources.save('plugin', there.resource.id, content) : resources.create('plugin', content);
}

test('snapshots are immutable, their hashes true, their chain whole, and equal content makes none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
      const store = freshStore();
      const seen = new Map<string, unknown>();
      for (const one of changes) {
        const made = await apply(store, one);
        const key = `${made.resource.id} ${made.snapshot.number}`;
        const before = seen.get(key);
        if (before) expect(made.snapshot).toEqual(before);
        seen.set(key, made.snapshot);
      }
      for (const resource of await store.resources.list('plugin')) {
        const history = (await store.resources.history(resource.id)).toReversed();
        expect(history.map((s) => s.number)).toEqual(history.map((_, i) => i + 1));
        expect(history.map((s) => s.previous)).toEqual(history.map((_, i) => (i === 0 ? null : i)));
        for (const [i, snapshot] of history.entries()) {
          expect(snapshot).toEqual(seen.get(`${resource.id} ${snapshot.number}`));
          const { content } = (await store.resources.get('plugin', resource.id, snapshot.number))!;
          expect(hashContent(content)).toBe(snapshot.content);
          expect(snapshot.content).not.toBe(history[i - 1]?.content);
        }
        const { number, content: hash } = history.at(-1)!;
        expect(resource.latest).toEqual({ resource: resource.id, number, hash });
      }
      store.close();
    }),
    runs,
  );
});

const time = fc.integer({ min: 0, max: 100 });
const step = fc.constantFrom('load', 'train', 'attack');
const event: fc.Arbitrary<JobEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('step' as const),
    time,
    step,
    status: fc.constantFrom('waiting', 'running', 'done', 'failed', 'skipped'),
    milliseconds: fc.option(fc.nat()),
  }),
  fc.record({
    kind: fc.constant('progress' as const),
    time,
    step,
    done: fc.nat(9),
    total: fc.nat(9),
    note: fc.string(),
  }),
  fc.record({
    kind: fc.constant('preview' as const),
    time,
    step,
    output: fc.constantFrom('a', 'b'),
    preview: fc.record({ kind: fc.constant('number' as const), value: fc.double() }),
  }),
  fc.record({
    kind: fc.constant('log' as const),
    time,
    step: fc.option(step),
    severity: fc.constantFrom('INFO', 'ERROR'),
    logger: fc.constant('l'),
    message: fc.string(),
  }),
  fc.record({
    kind: fc.constant('metric' as const),
    time,
    step: fc.option(step),
    name: fc.constantFrom('loss', 'accuracy'),
    value: fc.double(),
    at: fc.integer({ min: -2, max: 4 }),
  }),
);

/** Events, and the sizes of the batches in which they come. */
const told = fc.tuple(fc.array(event, { maxLength: 60 }), fc.infiniteStream(fc.integer({ min: 0, max: 9 })));

test('any batching gives the same view, logs and metrics as all at once', async () => {
  await fc.assert(
    fc.asyncProperty(told, async ([events, sizes]) => {
      const { jobs, close } = freshStore();
      const { id } = await jobs.create(draft);
      await jobs.setStatus(id, 'started');
      for (let at = 0; at < events.length;) {
        const size = sizes.next().value!;
        await jobs.record(id, events.slice(at, at + size));
        at += size;
      }
      const said = (await jobs.readEvents(id)).items.slice(1);
      expect(foldEvents(EMPTY_VIEW, said)).toEqual(foldEvents(EMPTY_VIEW, events));
      const logs = events.filter((e) => e.kind === 'log').map(withoutKind);
      expect((await jobs.readLogs(id)).items).toEqual(logs);
      expect(await jobs.readMetrics(id)).toEqual(expectedMetrics(events));
      close();
    }),
    runs,
  );
});

function withoutKind<T extends { kind: string }>(event: T): Omit<T, 'kind'> {
  const { kind: _kind, ...rest } = event;
  return rest;
}

/** The plain way: one value for a name, `at` and step of the graph, the last that was said. */
function expectedMetrics(events: readonly JobEvent[]) {
  const points = new Map<string, { name: string; at: number }>();
  for (const said of events) {
    if (said.kind !== 'metric') continue;
    const point = withoutKind(said);
    points.set(JSON.stringify([point.name, point.at, point.step]), point);
  }
  return [...points.values()].toSorted((a, b) =>
    a.name === b.name ? a.at - b.at : a.name < b.name ? -1 : 1,
  );
}

test('a ledger is read on from wherever a reader stopped', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(40), fc.nat(12), async (batches, after, limit) => {
      const { jobs, close } = freshStore();
      const { id } = await jobs.create(draft);
      let n = 0;
      const say = (): JobEvent => ({
        kind: 'log',
        time: 0,
        step: null,
        severity: 'INFO',
        logger: '',
        message: `${n++}`,
      });
      for (const size of batches) await jobs.record(id, Array.from({ length: size }, say));
      const page = await jobs.readLogs(id, { after, limit });
      const expected = Array.from({ length: n }, (_, i) => `${i}`).slice(after, after + limit);
      expect(page.items.map((log) => log.message)).toEqual(expected);
      expect(page.seq).toBe(after + expected.length);
      close();
    }),
    runs,
  );
});
