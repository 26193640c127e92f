/** A job's manifest as groups of rows to read; the JSON beside it holds the same and is what a replay reads. */
import type { JobRecord } from '#core/job/record.ts';
import { sayDuration, sayExactTime } from '#ui/resource/say.ts';

export interface ManifestGroup {
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly value: string; readonly mono?: boolean }[];
}

export function readManifest(job: JobRecord): ManifestGroup[] {
  const { manifest } = job;
  if (!manifest) return [];
  const { backend } = manifest;
  const time = (t: number | null) => (t === null ? '–' : sayExactTime(t));
  const lasted =
    manifest.started !== null && manifest.ended !== null
      ? sayDuration(manifest.ended - manifest.started)
      : '–';
  const groups: ManifestGroup[] = [
    {
      title: 'Run',
      rows: [
        { name: 'Seed', value: String(manifest.seed), mono: true },
        { name: 'Created', value: time(manifest.created) },
        { name: 'Started', value: time(manifest.started) },
        { name: 'Ended', value: time(manifest.ended) },
        { name: 'Lasted', value: lasted },
      ],
    },
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
    {
      title: 'Arithmetic',
      rows: backend
        ? [
            { name: 'Backend', value: backend.backend },
            { name: 'Why', value: backend.reason },
            { name: 'SIMD', value: backend.simd ? 'yes' : 'no' },
            ...(backend.adapter
              ? [
                  {
                    name: 'Adapter',
                    value:
                      `${backend.adapter.vendor} ${backend.adapter.architecture} ${backend.adapter.description}`.trim(),
                  },
                ]
              : []),
            ...entries(backend.versions),
          ]
        : [],
    },
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

const entries = (map: Readonly<Record<string, unknown>>) =>
  Object.entries(map).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
    mono: true,
  }));
