/**
 * `alidade/client`: the page's own client in Node. It serves the built app, opens it in a Chromium without a window, and every call is
 * made there, so a job from a script is the same job as one from the page.
 *
 * ```js
 * import { openAlidade } from 'alidade/client';
 *
 * const alidade = await openAlidade();
 * const { job, issues } = await alidade.jobs.run({ entrypoint: 'Demo', seed: 7 });
 * if (!job) throw new Error(issues.map((issue) => issue.message).join('\n'));
 * const ended = await alidade.jobs.wait(job.id); // finished, failed, cancelled …
 * console.log(ended.status, await alidade.jobs.metrics(job.id));
 * for (const artifact of await alidade.jobs.artifacts(job.id)) {
 *   const bytes = await alidade.artifacts.read(artifact.id, artifact.files[0].path);
 *   console.log(artifact.name, bytes.length);
 * }
 * await alidade.close();
 * ```
 */
import type { Client } from '#core/client.ts';
import type { Page } from 'playwright';
import { bridgeClient } from './client/bridge.ts';
import { openPage, type OpenOptions } from './client/open-page.ts';

export type { OpenOptions } from './client/open-page.ts';
export type * from '#core/client.ts';

/** The client, the page behind it, and the way to end both. */
export type OpenedClient = Client & {
  /** The page itself, for what a person would do there by hand, such as choosing files. */
  readonly page: Page;
  /** Goes to a page of the app, such as `jobs/view/?id=…`, and waits until the client is there again. A job that runs is interrupted by it. */
  visit(path: string): Promise<void>;
  /** Ends the browser and the server. Jobs that still run end with them. */
  close(): Promise<void>;
};

/** Opens the built app, building it first where it is missing or stale; throws with a sentence where that cannot be done. */
export async function openAlidade(options: OpenOptions = {}): Promise<OpenedClient> {
  const { page, visit, close } = await openPage(options);
  try {
    return { ...(await bridgeClient(page)), page, visit, close };
  } catch (error) {
    await close();
    throw error;
  }
}
