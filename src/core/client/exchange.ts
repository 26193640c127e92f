/** What goes in and out of the client as files. Types only. */
import type { Issue } from '#core/issues.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import type { ImportDeed, ImportPreview } from '#core/resources/import-preview.ts';

/** A file of an import: a path relative to the chosen folder, and its bytes. */
export interface ImportFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ImportReport {
  readonly issues: readonly Issue[];
  /** Name → id of what is now there; empty if any issue is an ERROR, and then nothing was changed. */
  readonly resources: Readonly<Record<'plugins' | 'types' | 'entrypoints', Readonly<Record<string, string>>>>;
  /** Every record that was looked at, jobs and artifacts too, and what became of it; empty where nothing was changed. */
  readonly records: readonly ImportedRecord[];
}

export interface ImportedRecord {
  /** A kind of resource, `job`, `family` or `artifact`. */
  readonly noun: string;
  readonly id: string;
  readonly name: string;
  readonly does: ImportDeed;
}

export interface ImportOptions {
  /** Path of the TOML among the files. */
  readonly config?: string;
  /** What to do where a name is taken; refuse, if nothing is said. */
  readonly conflicts?: ConflictRule;
  /** Keys of a preview: these and no others. A bundle's records bring what they need of it; others find it here, or it is told. */
  readonly only?: readonly string[];
  /** Of a preview: the import is refused if anything that it looked at was saved or deleted since. */
  readonly basis?: string;
}

/** Names or ids; jobs, families and artifacts by id. A job brings what it made, a family its jobs, and everything brings what it pins. */
export interface ExportSelection {
  readonly plugins?: readonly string[];
  readonly types?: readonly string[];
  readonly entrypoints?: readonly string[];
  readonly experiments?: readonly string[];
  readonly queues?: readonly string[];
  readonly models?: readonly string[];
  readonly jobs?: readonly string[];
  readonly families?: readonly string[];
  readonly artifacts?: readonly string[];
  /** All that is in no bin. */
  readonly everything?: boolean;
}

export interface ExportOptions {
  /** `files`: a resource TOML and what it names, in a ZIP. `bundle`: all history too, and anything. Files, unless jobs, families or artifacts are chosen. */
  readonly as?: 'files' | 'bundle';
}

export interface Exported {
  /** What to call the file. */
  readonly name: string;
  /** Null where an ERROR stands among the issues. */
  readonly bytes: Uint8Array | null;
  readonly issues: readonly Issue[];
}

export interface ExchangeClient {
  /**
   * Imports a resource TOML with the files that it names, or the one archive (`.zip`, `.tar`, `.tar.gz`) or bundle (`.alidade`) that is
   * given instead. All or nothing; what is wrong is told as issues, and nothing is thrown for it.
   *
   * ```js
   * await alidade.types.create({ name: 'carried' });
   * const { name, bytes } = await alidade.export({ types: ['carried'] });
   * const { issues, records } = await alidade.import([{ path: name, bytes }], { conflicts: 'update' });
   * [issues.length, records[0].does]; // → [0, 'same']
   * ```
   */
  import(files: readonly ImportFile[], options?: ImportOptions): Promise<ImportReport>;
  /**
   * What that would do, for each record and under each rule. Nothing is changed.
   *
   * ```js
   * await alidade.types.create({ name: 'looked at' });
   * const { name, bytes } = await alidade.export({ types: ['looked at'] });
   * const { items, basis } = await alidade.previewImport([{ path: name, bytes }]);
   * items.map(({ key, under }) => [key, under.update.does]); // → [['type looked at', 'same']]
   * const only = items.map(({ key }) => key);
   * (await alidade.import([{ path: name, bytes }], { conflicts: 'update', only, basis })).issues; // → []
   * ```
   */
  previewImport(
    files: readonly ImportFile[],
    options?: Pick<ImportOptions, 'config'>,
  ): Promise<ImportPreview>;
  /**
   * The chosen records with all that they pin, as one file. What is chosen and not here is told as an issue.
   *
   * ```js
   * const { name } = await alidade.export({ entrypoints: ['Hello World'] });
   * name; // → 'Hello World.zip'
   * const bundle = await alidade.export({ queues: ['auto'] }, { as: 'bundle' });
   * bundle.bytes.length > 0; // → true
   * ```
   */
  export(selection: ExportSelection, options?: ExportOptions): Promise<Exported>;
}
