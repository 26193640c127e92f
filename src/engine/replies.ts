/** What a worker may answer, checked at the wall: whatever does not fit its schema never gets further. */
import * as v from 'valibot';
import type { DeviceFacts } from './contract.ts';
import { BOUNDS, type RawFault, type SerializedArtifact, type WorkerApi } from './protocol.ts';
import type { BackendFacts } from '#core/job/events.ts';
import { plainData } from './plain-data.ts';

const shortText = v.pipe(v.string(), v.maxLength(1000));
const backendName = v.picklist(['webgpu', 'wasm', 'cpu']);
const texts = v.record(shortText, shortText);

const adapter = v.object({
  vendor: shortText,
  architecture: shortText,
  description: shortText,
  fallback: v.boolean(),
});

const backendFacts: v.GenericSchema<unknown, BackendFacts> = v.object({
  backend: backendName,
  reason: shortText,
  simd: v.boolean(),
  adapter: v.nullable(adapter),
  versions: texts,
});

const deviceFacts: v.GenericSchema<unknown, DeviceFacts> = v.object({
  backends: v.array(
    v.object({
      backend: backendName,
      available: v.boolean(),
      note: shortText,
      raceMilliseconds: v.nullable(v.number()),
    }),
  ),
  chosen: backendName,
  reason: shortText,
  adapter: v.nullable(v.object({ ...adapter.entries, limits: v.record(shortText, v.number()) })),
  simd: v.boolean(),
  versions: texts,
});

/** A path inside an artifact: no part of it is empty, leads up, or means something to a file system. */
const path = v.pipe(
  v.string(),
  v.maxLength(1000),
  v.check((text) => text.split('/').every((part) => /^(?!\.\.?$)[^\\:\0]+$/.test(part))),
);

const artifacts: v.GenericSchema<unknown, readonly SerializedArtifact[]> = v.array(
  v.object({
    name: shortText,
    folder: v.boolean(),
    files: v.array(v.object({ path, bytes: v.instance(ArrayBuffer) })),
  }),
);

const fault: v.GenericSchema<unknown, RawFault> = v.object({
  message: v.pipe(v.string(), v.maxLength(BOUNDS.logCharacters)),
  stack: v.pipe(v.string(), v.maxLength(BOUNDS.stackCharacters)),
  step: v.nullable(shortText),
  task: v.nullable(shortText),
});

function reply<T>(value: v.GenericSchema<unknown, T>) {
  return v.variant('ok', [
    v.object({ ok: v.literal(true), value }),
    v.object({ ok: v.literal(false), fault }),
  ]);
}

/** The schema of each call's reply. */
export const REPLIES = {
  prepare: reply(v.null()),
  open: reply(backendFacts),
  run: reply(artifacts),
  ask: reply(plainData),
  abort: reply(v.null()),
  describe: reply(deviceFacts),
} satisfies Record<keyof WorkerApi, v.GenericSchema>;
