/** Artifacts from code: read, described, taken in again. Types only. */
import type { ArtifactRecord } from '#core/job/record.ts';
import type { ImportFile } from './exchange.ts';
import type { RecordClient } from './records.ts';

/** One entry of a `job.json` with its files. */
export interface ArtifactImport {
  readonly name: string;
  readonly type: string;
  readonly handler: { readonly plugin: string; readonly task: string; readonly hash: string };
  readonly sha256: string;
  readonly folder: boolean;
  readonly files: readonly ImportFile[];
}

/** Its bytes never change. */
export interface ArtifactClient extends RecordClient {
  /**
   * The record of an artifact, deleted or not; null where there is none.
   *
   * ```js
   * await alidade.artifacts.get('nothing'); // → null
   * ```
   */
  get(id: string): Promise<ArtifactRecord | null>;
  /**
   * Those not deleted, newest first, 1000 at most or `limit`; `before` is the `created` and id of the last one seen.
   *
   * ```js
   * (await alidade.artifacts.list({ limit: 1 })).length <= 1; // → true
   * ```
   */
  list(options?: {
    readonly limit?: number;
    readonly before?: { readonly created: number; readonly id: string };
  }): Promise<readonly ArtifactRecord[]>;
  /**
   * The bytes of one of its files. Throws an Error where there is no such artifact or file.
   *
   * ```js
   * const [{ id, files }] = await alidade.artifacts.list();
   * (await alidade.artifacts.read(id, files[0].path)).length === files[0].bytes; // → true
   * ```
   */
  read(id: string, path: string): Promise<Uint8Array>;
  /**
   * What people say of it. Throws a Refusal `not-found`.
   *
   * ```js
   * const [{ id }] = await alidade.artifacts.list();
   * await alidade.artifacts.describe(id, 'Good enough.');
   * (await alidade.artifacts.get(id)).description; // → 'Good enough.'
   * ```
   */
  describe(id: string, description: string): Promise<void>;
  /**
   * Takes in an artifact that an earlier job left as files, checked by hash; resolves with its id. Throws an Error that says what does not fit.
   *
   * ```js
   * const [{ name, handler, hash, folder, files, id }] = await alidade.artifacts.list();
   * const read = files.map(async ({ path }) => ({ path, bytes: await alidade.artifacts.read(id, path) }));
   * const again = await alidade.artifacts.import({
   *   name,
   *   type: handler.outputs[0].type,
   *   handler: { plugin: handler.plugin, task: handler.task, hash: handler.pin.hash },
   *   sha256: hash,
   *   folder,
   *   files: await Promise.all(read),
   * });
   * (await alidade.artifacts.get(again)).hash === hash; // → true
   * ```
   */
  import(record: ArtifactImport): Promise<string>;
}
