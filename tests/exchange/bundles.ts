// Bundles taken apart and put together again, so that any place of one can be spoilt.
import { unzipSync, zipSync } from 'fflate';
import type { BundleRecords } from '#core/bundle/records.ts';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import { hashBytes, hashContent } from '#core/hash/content-hash.ts';
import type { PluginContent } from '#core/resources/content.ts';

export type Files = Record<string, Uint8Array>;

export const encode = (text: string) => new TextEncoder().encode(text);
export const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

export async function takeApart(bundle: Blob): Promise<Files> {
  return unzipSync(new Uint8Array(await bundle.arrayBuffer()));
}

/** Puts files together under a manifest that says the truth about them, unless another is given. */
export function putTogether(files: Files, change: (manifest: any) => unknown = (manifest) => manifest): Blob {
  const { 'manifest.json': old, ...rest } = files;
  const entries = Object.entries(rest)
    .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: hashBytes(bytes) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = change({ ...JSON.parse(decode(old)), entries });
  const text = typeof manifest === 'string' ? manifest : canonicalJson(manifest);
  return new Blob([zipSync({ ...rest, 'manifest.json': encode(text) })]);
}

/** The files with one record changed. */
export function withRecord(files: Files, folder: string, change: (record: any) => unknown): Files {
  const path = Object.keys(files).find((one) => one.startsWith(`${folder}/`))!;
  const record: unknown = JSON.parse(decode(files[path]));
  const changed = change(record) ?? record;
  return { ...files, [path]: encode(typeof changed === 'string' ? changed : canonicalJson(changed)) };
}

const content: PluginContent = {
  name: 'noise',
  description: '',
  files: [{ filename: 'tasks.ts', contents: 'export {};', description: '', functions: [], artifacts: [] }],
  types: [],
};
const pin = { resource: 'p1', number: 1, hash: hashContent(content) };
export const BYTES = encode('hello');
const file = { path: 'a.txt', bytes: 5, hash: hashBytes(BYTES) };
const owned = { group: 'public', owner: 'you', deleted: null, tags: ['t1'] };

/** One of everything. */
export const RECORDS: BundleRecords = {
  resources: [
    {
      resource: {
        id: 'p1',
        kind: 'plugin',
        name: 'noise',
        description: '',
        ...owned,
        created: 1,
        modified: 1,
        latest: pin,
      },
      snapshots: [
        {
          resource: 'p1',
          number: 1,
          content: pin.hash,
          previous: null,
          author: 'you',
          time: 1,
          message: 'first',
        },
      ],
    },
  ],
  contents: [{ hash: pin.hash, content }],
  jobs: [
    {
      job: {
        id: 'j1',
        number: 3,
        ...owned,
        description: '',
        status: 'finished',
        reason: null,
        created: 1,
        started: 2,
        ended: 3,
        experiment: pin,
        entrypoint: pin,
        queue: pin,
        names: { experiment: 'Study', entrypoint: 'Noise', queue: 'auto' },
        values: { eps: '0.1', none: null },
        artifactValues: { fed: 'a1' },
        family: { id: 'f1', place: 3 },
        backend: 'auto',
        seed: 7,
        timeout: null,
        fault: null,
        manifest: {
          format: 1,
          pins: [{ role: 'plugin', name: 'noise', pin }],
          parameters: { eps: 0.1, many: 12345678901234567890n, when: new Date(5), nan: NaN },
          inputs: {},
          data: {},
          seed: 7,
          backend: null,
          alidade: '0.1.0',
          userAgent: 'sample',
          created: 1,
          started: 2,
          ended: 3,
        },
      },
      events: [
        { kind: 'status', time: 2, status: 'started', reason: null },
        {
          kind: 'preview',
          time: 2,
          step: 's',
          output: 'x',
          preview: { kind: 'images', shape: [1, 2, 2, 1], data: Uint8Array.of(0, 128, 255, 7) },
        },
        { kind: 'status', time: 3, status: 'finished', reason: null },
      ],
      logs: [{ time: 2, step: null, severity: 'INFO', logger: 'l', message: 'begun' }],
      metrics: [{ time: 2, step: 's', name: 'loss', value: 0.5, at: 0 }],
    },
  ],
  families: [
    {
      id: 'f1',
      number: 2,
      name: 'Noise levels',
      description: '',
      ...owned,
      created: 1,
      experiment: pin,
      entrypoint: pin,
      queue: pin,
      names: { experiment: 'Study', entrypoint: 'Noise', queue: 'auto' },
      values: { none: null },
      artifactValues: { fed: 'a1' },
      backend: 'auto',
      timeout: null,
      sweep: {
        vary: [
          { parameter: 'eps', axis: { kind: 'list', values: ['0.1', '0.2'] } },
          { parameter: 'attack', axis: { kind: 'range', from: 0, to: 1, scale: 'linear', count: 2 } },
        ],
        draws: 0,
        drawSeed: 0,
        seeds: [7],
      },
      size: 4,
      varied: '2 eps × 2 attack',
      stop: { when: 'no-better', metric: 'loss', best: 'lowest', jobs: 2 },
      stopped: { time: 4, reason: 'Left out.', overruled: false },
      counts: { queued: 0, started: 0, finished: 1, failed: 0, cancelled: 0, interrupted: 0 },
    },
  ],
  artifacts: [
    {
      id: 'a1',
      job: 'j1',
      name: 'greeting',
      handler: {
        plugin: 'noise',
        pin,
        task: 'T',
        args: { type: 'txt' },
        outputs: [{ name: 'x', type: 'string' }],
      },
      folder: false,
      files: [file],
      hash: file.hash,
      bytes: 5,
      created: 3,
      description: '',
      ...owned,
    },
  ],
  tags: [{ id: 't1', name: 'Keep', colour: 'teal', group: 'public' }],
  users: [{ id: 'you', name: 'You', colour: 'blue' }],
  groups: [{ id: 'public', name: 'public' }],
};

export const BLOBS = [{ hash: file.hash, blob: new Blob([BYTES]) }];
