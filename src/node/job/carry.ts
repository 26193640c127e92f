/** How files go into the page and come out of it: as a person's would, by the file inputs and the downloads of its own pages. */
import type { ArtifactRecord } from '#core/job/record.ts';
import { unpackArchive } from '#exchange/archive.ts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Locator } from 'playwright';
import type { OpenedClient } from '#node/client.ts';
import type { ShownIssue } from './issue-lines.ts';
import type { KeptArtifact } from './out-folder.ts';
import { withArtifact, withResources } from './staging.ts';

/** What the page said of an import. */
export interface CarriedResources {
  readonly imported: boolean;
  readonly issues: readonly ShownIssue[];
  /** Name → id. */
  readonly entrypoints: Readonly<Record<string, string>>;
}

/** Imports a resource file with all that lies in its folder; what has a name of its own already gets a new snapshot. */
export function carryResources({ page, visit }: OpenedClient, toml: string): Promise<CarriedResources> {
  return withResources(toml, async (folder) => {
    await visit('entrypoints/');
    await page.getByRole('button', { name: 'Import…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Import' });
    await sheet.getByLabel('Choose a folder…').setInputFiles(folder);
    await standsAt(sheet, 'ready', 'refused', 'wrong');
    const several = sheet.getByLabel('Resource file');
    if ((await several.count()) > 0) {
      await several.selectOption(basename(toml));
      await standsAt(sheet, 'ready', 'refused', 'wrong');
    }
    const rule = sheet.getByLabel('New snapshot');
    if ((await rule.count()) > 0) await rule.check();
    if ((await sheet.locator('[data-state="ready"]').count()) > 0) {
      await sheet.getByRole('button', { name: 'Import', exact: true }).click();
      await standsAt(sheet, 'done', 'failed');
    }
    return readOutcome(sheet);
  });
}

/** Waits until the sheet stands at one of these; throws what it says where it is in trouble. */
async function standsAt(sheet: Locator, ...states: readonly string[]): Promise<void> {
  const at = (some: readonly string[]) =>
    sheet.locator(some.map((state) => `[data-state="${state}"]`).join(', '));
  const wanted = at(states);
  await wanted
    .or(at(['trouble', 'nothing']))
    .first()
    .waitFor();
  if ((await wanted.count()) === 0) throw new Error(await textOf(sheet.getByRole('alert').first()));
}

async function readOutcome(sheet: Locator): Promise<CarriedResources> {
  const lines = await sheet.locator('[data-severity]').all();
  const links = await sheet.locator('[data-kind="entrypoints"] a').all();
  const found = links.map(async (link) => {
    const href = (await link.getAttribute('href')) ?? '';
    return [await textOf(link), new URL(href, 'http://localhost').searchParams.get('id') ?? ''] as const;
  });
  return {
    imported: (await sheet.locator('[data-outcome="imported"]').count()) > 0,
    issues: await Promise.all(lines.map(readIssue)),
    entrypoints: Object.fromEntries(await Promise.all(found)),
  };
}

async function readIssue(line: Locator): Promise<ShownIssue> {
  const part = async (name: string) => {
    const found = line.locator(`[data-part="${name}"]`);
    return (await found.count()) > 0 ? textOf(found) : '';
  };
  const [, document = '', place = ''] = /^(.*?)((?::\d+:\d+)?)$/s.exec(await part('place')) ?? [];
  const severity = (await line.getAttribute('data-severity')) ?? 'ERROR';
  return { severity, document, place, message: await part('message'), remedy: await part('remedy') };
}

/** Feeds an artifact parameter on the entrypoint's own page; resolves with the artifact's id. */
export function carryArtifact(
  { page, visit }: OpenedClient,
  artifact: KeptArtifact,
  to: { readonly entrypoint: string; readonly parameter: string },
): Promise<string> {
  return withArtifact(artifact, async (folder) => {
    await visit(`entrypoints/view/?id=${encodeURIComponent(to.entrypoint)}`);
    const field = page.locator(`[data-parameter=${JSON.stringify(to.parameter)}]`);
    await field.locator('input[type=file]').setInputFiles(folder);
    const outcome = field.locator('[data-outcome]');
    await outcome.waitFor();
    if ((await outcome.getAttribute('data-outcome')) !== 'taken') throw new Error(await textOf(outcome));
    return (await field.getAttribute('data-artifact')) ?? '';
  });
}

/** Opens a job's artifacts, and gives the bytes of any file of any of them, downloaded and checked. */
export async function carryOut(
  { page, visit }: OpenedClient,
  job: string,
): Promise<(artifact: ArtifactRecord, path: string) => Promise<Uint8Array>> {
  await visit(`jobs/view/?id=${encodeURIComponent(job)}&tab=artifacts`);
  let last: { readonly id: string; readonly files: ReadonlyMap<string, Uint8Array> } | null = null;
  return async (artifact, path) => {
    if (last?.id !== artifact.id) {
      const row = page.locator(`[data-artifact="${artifact.id}"]`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        row.getByRole('button', { name: /^Save / }).click(),
      ]);
      const bytes = new Uint8Array(readFileSync(await download.path()));
      last = { id: artifact.id, files: await unpack(artifact, bytes) };
      await download.delete();
    }
    return checked(artifact, path, last.files.get(path));
  };
}

/** A folder, and whatever has not exactly one file, comes as an archive. */
async function unpack(
  { folder, files, bytes, name }: ArtifactRecord,
  saved: Uint8Array<ArrayBuffer>,
): Promise<Map<string, Uint8Array>> {
  const [only] = files;
  if (!folder && only && files.length === 1) return new Map([[only.path, saved]]);
  const limits = { packed: Infinity, unpacked: bytes, depth: Infinity };
  const unpacked = await unpackArchive(new Blob([saved]), `${name}.zip`, { wanted: () => true, limits });
  const [fault] = unpacked.issues.filter(({ severity }) => severity === 'ERROR');
  if (fault) throw new Error(`The artifact ${name} did not arrive whole. ${fault.message}`);
  return new Map(unpacked.files.map((file) => [file.path, file.bytes]));
}

function checked({ name, files }: ArtifactRecord, path: string, bytes: Uint8Array | undefined): Uint8Array {
  const hash = bytes && createHash('sha256').update(bytes).digest('hex');
  if (!bytes || hash !== files.find((file) => file.path === path)?.hash)
    throw new Error(`The file “${path}” of the artifact ${name} did not arrive whole.`);
  return bytes;
}

async function textOf(at: Locator): Promise<string> {
  return ((await at.textContent()) ?? '').trim();
}
