/** Files into the store: read and checked in the author worker, then kept whole or not at all. The built-in ones come in by this way too. */
import type { ImportFile, ImportOptions, ImportReport } from '#core/client.ts';
import type { Issue } from '#core/issues.ts';
import { keysOfPlan, pickFromPlan, textOfKey } from '#core/resources/import-choice.ts';
import { importIssue } from '#core/resources/import-issues.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import { askAuthor } from './author.ts';
import { store } from './store.ts';

/** Imports files in the name of whom they come from; the app's own come in before anything is opened. */
export async function importFiles(
  files: readonly ImportFile[],
  { config = 'dioptra.toml', author, ...options }: ImportOptions & { readonly author?: string },
): Promise<ImportReport> {
  const { plan, issues } = await askAuthor('readImport', files, config);
  if (issues.some(isError)) return refused(issues);
  return importPlan(plan, issues, { ...options, ...(author && { author }) });
}

/** Takes in a plan, or what is chosen of it. */
export async function importPlan(
  plan: ImportPlan,
  issues: readonly Issue[],
  { only, ...options }: Omit<ImportOptions, 'config'> & { readonly author?: string },
): Promise<ImportReport> {
  const strangers = strangersIn(only, keysOfPlan(plan).map(textOfKey));
  if (strangers.length > 0) return refused([...issues, ...strangers]);
  const report = await store.import(only ? pickFromPlan(plan, only) : plan, options);
  return { ...report, issues: [...issues, ...report.issues] };
}

/** An issue for each key that is not there. */
export function strangersIn(only: readonly string[] = [], known: readonly string[]): Issue[] {
  const there = new Set(known);
  const strangers = only.filter((key) => !there.has(key));
  return strangers.map((key) => importIssue({ code: 'import-unknown-choice', words: { key } }));
}

/** Nothing was imported, and why. */
export function refused(issues: readonly Issue[]): ImportReport {
  return { issues, resources: { plugins: {}, types: {}, entrypoints: {} }, records: [] };
}

export function isError({ severity }: Issue): boolean {
  return severity === 'ERROR';
}
