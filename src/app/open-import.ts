/** What is to be imported, opened: files, an archive of them, or a bundle; to be looked at in a preview, and taken in. */
import type { BundledBlob, BundleRecords } from '#core/bundle/records.ts';
import { textOfRef } from '#core/bundle/needs.ts';
import { pickFromBundle, refsOfBundle } from '#core/bundle/pick.ts';
import type { ImportFile, ImportOptions, ImportReport } from '#core/client.ts';
import type { Issue } from '#core/issues.ts';
import type { ImportPreview } from '#core/resources/import-preview.ts';
import { isArchive } from '#exchange/intake.ts';
import { askAuthor } from './author.ts';
import { importPlan, isError, refused, strangersIn } from './import.ts';
import { opened } from './opening.ts';
import { store } from './store.ts';

/** Files that were opened, and wait to be looked at or taken in. */
export interface OpenedImport {
  readonly kind: 'files' | 'bundle';
  /** What is wrong with an archive, or to be known of it; with an ERROR among them there is nothing to take in. */
  readonly issues: readonly Issue[];
  /** Paths of the resource files, those nearest to the top first; a bundle has none. */
  readonly configs: readonly string[];
  preview(config?: string): Promise<ImportPreview>;
  import(options?: ImportOptions): Promise<ImportReport>;
}

/** Files as they are, or the one archive or bundle among them. */
export async function openGiven(files: readonly ImportFile[]): Promise<OpenedImport> {
  const archive = findArchive(files);
  if (archive === null) return openFiles(files);
  return openArchive(archive.path, new Blob([archive.bytes.slice()]));
}

/** What is chosen is an archive where nothing else is chosen that could be imported. */
export function findArchive<T extends { readonly path: string }>(files: readonly T[]): T | null {
  if (files.some(({ path }) => path.endsWith('.toml'))) return null;
  const [first, ...others] = files.filter(({ path }) => isArchive(path));
  return first && others.length === 0 ? first : null;
}

/** A `.zip`, `.tar`, `.tar.gz` or bundle, whatever it is called. */
export async function openArchive(path: string, archive: Blob): Promise<OpenedImport> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (path.endsWith('.alidade') || (await askAuthor('isBundle', archive))) {
    const { bundle, issues } = await askAuthor('readBundle', archive, name);
    return bundle ? openBundle(bundle.records, bundle.blobs) : refusedImport(issues);
  }
  const { files, issues } = await askAuthor('unpackArchive', archive, name);
  return issues.some(isError) ? refusedImport(issues) : openFiles(files, issues);
}

/** Nothing to take in. */
export function refusedImport(issues: readonly Issue[]): OpenedImport {
  return {
    kind: 'files',
    issues,
    configs: [],
    preview: async () => ({ issues, items: [], basis: '' }),
    import: async () => refused(issues),
  };
}

export function openFiles(files: readonly ImportFile[], issues: readonly Issue[] = []): OpenedImport {
  const read = (config = 'dioptra.toml') => askAuthor('readImport', files, config);
  return {
    kind: 'files',
    issues,
    configs: configsOf(files),
    preview: async (config) => {
      const { plan, issues: found } = await read(config);
      const all = [...issues, ...found];
      if (all.some(isError)) return { issues: all, items: [], basis: '' };
      await opened();
      return { ...(await store.previewImport(plan)), issues: all };
    },
    import: async ({ config, ...options } = {}) => {
      const { plan, issues: found } = await read(config);
      const all = [...issues, ...found];
      if (all.some(isError)) return refused(all);
      await opened();
      return importPlan(plan, all, options);
    },
  };
}

function configsOf(files: readonly ImportFile[]): readonly string[] {
  const depth = (path: string) => path.split('/').length;
  const tomls = files.map(({ path }) => path).filter((path) => path.endsWith('.toml'));
  return tomls.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

function openBundle(records: BundleRecords, blobs: readonly BundledBlob[]): OpenedImport {
  return {
    kind: 'bundle',
    issues: [],
    configs: [],
    preview: async () => {
      await opened();
      return store.previewBundle(records);
    },
    import: async ({ only, conflicts, basis } = {}) => {
      await opened();
      const strangers = strangersIn(only, refsOfBundle(records).map(textOfRef));
      if (strangers.length > 0) return refused(strangers);
      return store.importBundle(only ? pickFromBundle(records, only) : records, blobs, {
        ...(conflicts && { conflicts }),
        ...(basis !== undefined && { basis }),
      });
    },
  };
}
