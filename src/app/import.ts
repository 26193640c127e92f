/** The one way in for resource files, a person's and the built-in ones alike: read and checked in the author worker, then kept whole or not at all. */
import type { ImportFile, ImportReport } from '#core/client.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import { askAuthor } from './author.ts';
import { store } from './store.ts';

export interface ImportOptions {
  /** Path of the TOML among the files. */
  readonly config?: string;
  readonly conflicts?: ConflictRule;
  readonly author?: string;
}

const NOTHING: ImportReport['resources'] = { plugins: {}, types: {}, entrypoints: {} };

export async function importFiles(
  files: readonly ImportFile[],
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { config = 'dioptra.toml', conflicts = 'fail', author } = options;
  const { plan, issues } = await askAuthor('readImport', files, config);
  if (issues.some((issue) => issue.severity === 'ERROR')) return { issues, resources: NOTHING, records: [] };
  const report = await store.import(plan, { conflicts, ...(author && { author }) });
  return { ...report, issues: [...issues, ...report.issues] };
}
