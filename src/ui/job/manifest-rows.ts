/** A job's manifest as groups of rows to read; the JSON beside it holds the same and is what a replay reads. */
import type { BackendFacts } from '#core/job/events.ts';
import type { JobRecord, Manifest } from '#core/job/record.ts';
import { sayDuration, sayExactTime } from '#ui/resource/say.ts';

interface ManifestRow {
  readonly name: string;
  readonly value: string;
  readonly mono?: boolean;
}

export interface ManifestGroup {
  readonly title: string;
  readonly rows: readonly ManifestRow[];
}

export function readManifest({ manifest }: JobRecord): ManifestGroup[] {
  if (!manifest) return [];
  const groups: ManifestGroup[] = [
    { title: 'Run', rows: rowsOfRun(manifest) },
    { title: 'Parameters', rows: entries(manifest.parameters) },
    {
      title: 'Snapshots',
      rows: manifest.pins.map(({ role, name, pin }) => ({
        name: `${role} ${name}`,
        value: `snapshot ${pin.number} · ${pin.hash}`,
        mono: true,
      })),
    },
    { title: 'Data sets (SHA-256)', rows: entries(manifest.data) },
    { title: 'Artifacts fed in (SHA-256)', rows: entries(manifest.inputs) },
    { title: 'Arithmetic', rows: manifest.backend ? rowsOfBackend(manifest.backend) : [] },
    {
      title: 'Program',
      rows: [
        { name: 'Alidade', value: manifest.alidade, mono: true },
        { name: 'Browser', value: manifest.userAgent },
      ],
    },
  ];
  return groups.filter((group) => group.rows.length > 0);
}

function rowsOfRun({ seed, created, started, ended }: Manifest): ManifestRow[] {
  const time = (t: number | null) => (t === null ? '–' : sayExactTime(t));
  const lasted = started !== null && ended !== null ? sayDuration(ended - started) : '–';
  return [
    { name: 'Seed', value: String(seed), mono: true },
    { name: 'Created', value: time(created) },
    { name: 'Started', value: time(started) },
    { name: 'Ended', value: time(ended) },
    { name: 'Lasted', value: lasted },
  ];
}

function rowsOfBackend({ backend, reason, simd, adapter, versions }: BackendFacts): ManifestRow[] {
  const rows: ManifestRow[] = [
    { name: 'Backend', value: backend },
    { name: 'Why', value: reason },
    { name: 'SIMD', value: simd ? 'yes' : 'no' },
  ];
  if (adapter) {
    const { vendor, architecture, description } = adapter;
    rows.push({ name: 'Adapter', value: `${vendor} ${architecture} ${description}`.trim() });
  }
  return [...rows, ...entries(versions)];
}

const entries = (map: Readonly<Record<string, unknown>>) =>
  Object.entries(map).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
    mono: true,
  }));
