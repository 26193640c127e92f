/** The ways out: a resource file with what it names, which the reference reads too, or a bundle, which carries anything. */
import { version } from '$app/environment';
import type { Exported, ExportOptions, ExportSelection } from '#core/client.ts';
import type { RecordRef } from '#core/bundle/needs.ts';
import type { Issue } from '#core/issues.ts';
import type { ResourceKind } from '#core/resources/content.ts';
import { importIssue } from '#core/resources/import-issues.ts';
import { KINDS, RESOURCE_KINDS } from '#core/resources/kinds.ts';
import type { ExportRef } from '#store/export-plan.ts';
import { askAuthor } from './author.ts';
import { opened } from './opening.ts';
import { findEither } from './request-choice.ts';
import { store } from './store.ts';

/** A file to be saved; null where an ERROR stands among the issues. */
export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob | null;
  readonly issues: readonly Issue[];
}

/** Types, plugins and entrypoints with all that they pin, as one archive with a resource TOML. */
export async function exportResources(refs: readonly ExportRef[], name: string): Promise<ExportedFile> {
  await opened();
  const { plan, issues } = await store.gatherPlan(refs);
  const packed = await askAuthor('packResources', plan);
  return { name: `${fileName(name)}.zip`, blob: packed.archive, issues: [...issues, ...packed.issues] };
}

/** Any records with all that they need, their whole history and their bytes. */
export async function exportBundle(refs: readonly RecordRef[], name: string): Promise<ExportedFile> {
  await opened();
  const { records, blobs, issues } = await store.gatherBundle(refs);
  const file = `${fileName(name)}.alidade`;
  if (issues.some(({ severity }) => severity === 'ERROR')) return { name: file, blob: null, issues };
  const written = await askAuthor('writeBundle', records, blobs, version);
  return { name: file, blob: written.bundle, issues: [...issues, ...written.issues] };
}

/** By names and ids, for the client. */
export async function exportSelection(
  selection: ExportSelection,
  options: ExportOptions = {},
): Promise<Exported> {
  await opened();
  const { refs, names, issues } = await findSelected(selection);
  const name = names.length === 1 ? names[0]! : 'alidade';
  if (issues.length > 0) return { name, bytes: null, issues };
  const { as = refs.every(({ table }) => table === 'resources') ? 'files' : 'bundle' } = options;
  const { blob, ...exported } = await (as === 'files'
    ? exportResources(refs, name)
    : exportBundle(refs, name));
  return { ...exported, bytes: blob && new Uint8Array(await blob.arrayBuffer()) };
}

interface Selected {
  readonly refs: readonly RecordRef[];
  readonly names: readonly string[];
  readonly issues: readonly Issue[];
}

async function findSelected(selection: ExportSelection): Promise<Selected> {
  if (selection.everything) return { refs: await everything(), names: ['alidade'], issues: [] };
  const refs: RecordRef[] = [];
  const names: string[] = [];
  const issues: Issue[] = [];
  const take = (
    table: RecordRef['table'],
    noun: string,
    asked: string,
    found: { id: string; name: string } | null,
  ) => {
    if (!found)
      return void issues.push(importIssue({ code: 'export-unknown', words: { noun, name: asked } }));
    refs.push({ table, id: found.id });
    names.push(found.name);
  };
  for (const kind of RESOURCE_KINDS)
    for (const asked of selection[nounsOf(kind)] ?? [])
      take('resources', KINDS[kind].noun, asked, (await findEither(kind, asked))?.resource ?? null);
  for (const id of selection.jobs ?? []) {
    const job = await store.jobs.get(id);
    take('jobs', 'job', id, job && { id, name: `job-${job.number}` });
  }
  for (const id of selection.families ?? []) {
    const family = await store.families.get(id);
    take('families', 'family', id, family && { id, name: `family-${family.number}` });
  }
  for (const id of selection.artifacts ?? [])
    take('artifacts', 'artifact', id, await store.artifacts.get(id));
  return { refs, names, issues };
}

function nounsOf(
  kind: ResourceKind,
): Exclude<keyof ExportSelection, 'everything' | 'jobs' | 'families' | 'artifacts'> {
  return KINDS[kind].nouns as ReturnType<typeof nounsOf>;
}

/** All that is in no bin. */
async function everything(): Promise<RecordRef[]> {
  const all = Number.MAX_SAFE_INTEGER;
  const refs: RecordRef[] = [];
  for (const kind of RESOURCE_KINDS)
    for (const { id } of await store.resources.list(kind, { limit: all }))
      refs.push({ table: 'resources', id });
  for (const { id } of await store.jobs.list({ limit: all })) refs.push({ table: 'jobs', id });
  for (const { id } of await store.families.list({ limit: all })) refs.push({ table: 'families', id });
  for (const { id } of await store.artifacts.list({ limit: all })) refs.push({ table: 'artifacts', id });
  return refs;
}

/** What no file system minds. */
function fileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}_ .-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.replace(/^\.+/, '').slice(0, 80) || 'alidade';
}
