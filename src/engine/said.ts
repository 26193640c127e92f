/** What a running worker may say, checked message by message and held to its bounds. */
import * as v from 'valibot';
import type { JobEvent } from '#core/job/events.ts';
import { Allowance } from './allowance.ts';
import { BOUNDS } from './protocol.ts';

const name = v.pipe(v.string(), v.maxLength(1000));
const time = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));
const finite = v.pipe(v.number(), v.finite());
const METRIC = /^(?:[A-Za-z]|[A-Za-z_][A-Za-z0-9_]+)$/;

const images = v.pipe(
  v.object({
    kind: v.literal('images'),
    shape: v.tuple([count, count, count, count]),
    data: v.instance(Uint8Array),
  }),
  v.check(
    ({ shape: [n, h, w, c], data }) =>
      n <= 16 && data.length === n * h * w * c && data.length <= BOUNDS.previewBytes,
  ),
);

const preview = v.union([
  v.object({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(BOUNDS.previewCharacters)) }),
  v.object({ kind: v.literal('written'), text: v.pipe(v.string(), v.maxLength(BOUNDS.writtenCharacters)) }),
  v.object({ kind: v.literal('number'), value: v.union([v.number(), v.nan()]) }),
  v.object({ kind: v.literal('tensor'), shape: v.pipe(v.array(count), v.maxLength(12)), dtype: name }),
  images,
  v.object({ kind: v.literal('table'), columns: v.pipe(v.array(name), v.maxLength(32)), rows: count }),
]);

const event = v.variant('kind', [
  v.object({
    time,
    kind: v.literal('step'),
    step: name,
    status: v.picklist(['running', 'done', 'failed']),
    milliseconds: v.nullable(finite),
  }),
  v.object({
    time,
    kind: v.literal('progress'),
    step: name,
    done: finite,
    total: finite,
    note: v.pipe(v.string(), v.maxLength(BOUNDS.noteCharacters)),
  }),
  v.object({ time, kind: v.literal('preview'), step: name, output: name, preview }),
  v.object({
    time,
    kind: v.literal('log'),
    step: v.nullable(name),
    severity: v.picklist(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']),
    logger: name,
    message: v.pipe(v.string(), v.maxLength(BOUNDS.logCharacters + 100)),
  }),
  v.object({
    time,
    kind: v.literal('metric'),
    step: v.nullable(name),
    name: v.pipe(v.string(), v.maxLength(200), v.regex(METRIC)),
    value: v.union([v.number(), v.nan()]),
    at: v.pipe(v.number(), v.safeInteger()),
  }),
]);

const batch: v.GenericSchema<unknown, JobEvent[]> = v.pipe(
  v.array(event),
  v.maxLength(BOUNDS.eventsPerBatch),
);

/** Reads the events' port. `onFlood` hears once of a worker that breaks its bounds or speaks nonsense; then nothing more is read. */
export function listen(
  port: MessagePort,
  onEvents: (events: JobEvent[]) => void,
  onFlood: (why: string) => void,
): void {
  const messages = new Allowance(BOUNDS.batchesPerSecond, BOUNDS.batchBurst);
  const stop = (why: string): void => {
    port.onmessage = null;
    onFlood(why);
  };
  port.onmessage = (message: MessageEvent<unknown>) => {
    if (!messages.take()) return stop('The worker sent more messages than a job may.');
    const read = v.safeParse(batch, message.data);
    if (!read.success) return stop('The worker sent a message that does not fit.');
    onEvents(read.output.map((e) => (e.time > Date.now() ? { ...e, time: Date.now() } : e)));
  };
}
