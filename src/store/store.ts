/** The store: everything that is kept, behind one object. Reads are plain promises over the database, so `observe` can follow them. */
import { liveQuery } from 'dexie';
import { Artifacts } from './artifacts.ts';
import { Bin } from './bin.ts';
import { applyBundle, previewBundle, type BundleOptions } from './bundle-apply.ts';
import { gatherBundle, type GatheredBundle } from './bundle-gather.ts';
import { Drafts } from './drafts.ts';
import { Families } from './families.ts';
import { gatherPlan, type ExportRef, type GatheredPlan } from './export-plan.ts';
import { Tags } from './tags.ts';
import type { RecordRef } from '#core/bundle/needs.ts';
import type { BundledBlob, BundleRecords } from '#core/bundle/records.ts';
import type { ImportReport } from '#core/client.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import type { ImportPreview } from '#core/resources/import-preview.ts';
import type { LineQuestion } from '#core/search/line-question.ts';
import type { LineNoun } from '#core/search/line.ts';
import { applyImport, previewImport, type ImportOptions } from './import.ts';
import { Jobs } from './jobs.ts';
import { Lines } from './lines.ts';
import { Resources } from './resources.ts';
import { addPeople, Settings } from './settings.ts';
import { attempt, explain, Refusal } from './refusal.ts';
import { searchRecords, type SearchAnswer } from './search.ts';
import { openTables, type Tables } from './tables.ts';
import { Views } from './views.ts';

export interface StoreOptions {
  /** The database closed under us: another tab upgrades it, or its data was cleared. Only a reload helps. */
  readonly onClosed?: (reason: 'newer-version' | 'cleared') => void;
  /** We cannot open while another tab holds an older version. */
  readonly onBlocked?: () => void;
}

/** A value that is read again whenever what it was read from changes, in this tab or another. */
export interface Observed<T> {
  subscribe(next: (value: T) => void, fail?: (error: unknown) => void): () => void;
}

export interface Store {
  readonly resources: Resources;
  readonly jobs: Jobs;
  readonly families: Families;
  readonly artifacts: Artifacts;
  readonly drafts: Drafts;
  readonly tags: Tags;
  readonly bin: Bin;
  readonly settings: Settings;
  /** What lists show of all records, kept up with them; for a worker, since it is many. */
  readonly lines: Lines;
  readonly views: Views;
  /** Finds records as they stand now, by the search language. */
  search(noun: LineNoun, question: LineQuestion, from: number, to: number): Promise<SearchAnswer>;
  /** Opens now, so that what stands in the way is told as a Refusal before anything is read. */
  open(): Promise<void>;
  /** Types, plugins and entrypoints of a plan, in one transaction. */
  import(plan: ImportPlan, options?: ImportOptions): Promise<ImportReport>;
  /** What that would do, under each rule. */
  previewImport(plan: ImportPlan, options?: Pick<ImportOptions, 'author'>): Promise<ImportPreview>;
  /** Types, plugins and entrypoints with what they pin, as an import would bring them. */
  gatherPlan(refs: readonly ExportRef[]): Promise<GatheredPlan>;
  /** The chosen records with all that they need, and the bytes of artifacts. */
  gatherBundle(chosen: readonly RecordRef[]): Promise<GatheredBundle>;
  /** What an import of a bundle would do, under each rule. */
  previewBundle(records: BundleRecords, options?: Pick<BundleOptions, 'exact'>): Promise<ImportPreview>;
  /** A bundle's records and blobs, checked before, in one transaction. */
  importBundle(
    records: BundleRecords,
    blobs: readonly BundledBlob[],
    options?: BundleOptions,
  ): Promise<ImportReport>;
  /** Reads resources and drafts as they stand at one moment. The query may await nothing else. */
  together<T>(query: () => Promise<T>): Promise<T>;
  /** The query may read only from this store, and may await nothing else. */
  observe<T>(query: () => Promise<T> | T): Observed<T>;
  /** Bytes used and allowed, where the browser tells. */
  estimate(): Promise<{ readonly usage: number; readonly quota: number } | null>;
  close(): void;
}

/** Opens at the first use; two stores of one name share their data. */
export function openStore(name = 'alidade', { onClosed, onBlocked }: StoreOptions = {}): Store {
  const db = openTables(name);
  const lines = new Lines(db);
  db.on('populate', () => addPeople(db));
  db.on('ready', () => refuseNewerVersion(db));
  db.on('blocked', () => onBlocked?.());
  db.on('versionchange', () => {
    db.close({ disableAutoOpen: true });
    onClosed?.('newer-version');
    // Else Dexie's own handler goes on, and would open the database again at its next use.
    return false;
  });
  db.on('close', () => onClosed?.('cleared'));
  return {
    resources: new Resources(db),
    jobs: new Jobs(db),
    families: new Families(db),
    artifacts: new Artifacts(db),
    drafts: new Drafts(db),
    tags: new Tags(db),
    bin: new Bin(db),
    settings: new Settings(db),
    lines,
    views: new Views(db),
    search: (noun, question, from, to) => attempt(() => searchRecords(db, noun, question, from, to)),
    open: () => attempt(async () => void (await db.open())),
    import: (plan, options) => applyImport(db, plan, options),
    previewImport: (plan, options) => previewImport(db, plan, options),
    gatherPlan: (refs) => attempt(() => gatherPlan(db, refs)),
    gatherBundle: (chosen) => attempt(() => gatherBundle(db, chosen)),
    previewBundle: (records, options) => previewBundle(db, records, options),
    importBundle: (records, blobs, options) => applyBundle(db, records, blobs, options),
    together: (query) =>
      db.transaction('r', [db.resources, db.snapshots, db.contents, db.drafts], async () => query()),
    observe,
    estimate,
    close: () => {
      lines.end();
      db.close();
    },
  };
}

/** Dexie opens a database of a later version too, as well as it can; its records may mean something else by now. */
function refuseNewerVersion(db: Tables): void {
  const installed = db.backendDB().version / 10;
  if (installed < db.verno + 1) return;
  throw new Refusal('newer-version', 'This data was written by a newer Alidade.', 'Reload the page.');
}

function observe<T>(query: () => Promise<T> | T): Observed<T> {
  return {
    subscribe(next, fail) {
      // Dexie follows what is read after the first `await` only where the function it is given is async itself.
      const subscription = liveQuery(async () => query()).subscribe(next, (error) => fail?.(explain(error)));
      return () => subscription.unsubscribe();
    },
  };
}

async function estimate() {
  const found = await globalThis.navigator?.storage?.estimate?.();
  return found ? { usage: found.usage ?? 0, quota: found.quota ?? 0 } : null;
}
