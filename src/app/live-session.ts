/** Built-in entrypoints as warm sessions: what a page reads live runs in the sandbox, as a job's steps do. */
import { assets } from '#engine/assets.ts';
import type { JobOrder, Session } from '#engine/contract.ts';
import { openSession, Superseded } from '#engine/session.ts';
import { forcedBackend } from './device.svelte.ts';
import { opened } from './opening.ts';
import { gatherArtifacts, gatherData, prepareEntrypoint } from './order.ts';
import { spares } from './spares.ts';
import { store } from './store.ts';

/** Opens a session over a built-in entrypoint, its artifact parameters fed by artifacts of this device, by their ids. */
export async function openLive(
  name: string,
  artifacts: Readonly<Record<string, string>> = {},
): Promise<Session> {
  await opened();
  const entrypoint = await store.resources.find('entrypoint', name);
  if (!entrypoint) throw new Error(`The built-in entrypoint ${name} is missing. Reload the page.`);
  const gatheredArtifacts = Object.entries(await gatherArtifacts(artifacts));
  const inputs = Object.fromEntries(gatheredArtifacts.map(([parameter, { input }]) => [parameter, input]));
  const handlers = Object.values(inputs).map(({ handler }) => handler.pin);
  const { plan, plugins, gathered } = await prepareEntrypoint(entrypoint.content, handlers);
  const data = await gatherData(gathered.plugins, plan, {});
  const order: JobOrder = {
    job: 'live',
    plan,
    plugins,
    values: {},
    artifacts: inputs,
    seed: 0,
    timeout: null,
    data: Object.fromEntries(Object.entries(data).map(([set, { bytes }]) => [set, bytes])),
    backend: forcedBackend(),
  };
  return openSession(order, assets, spares);
}

/** A session as the interface knows it: null is the answer to a question that a later one has overtaken. */
export async function openReader(name: string, artifacts: Readonly<Record<string, string>>) {
  const session = await openLive(name, artifacts);
  return {
    ask: (values: Readonly<Record<string, unknown>>, outputs: readonly string[]) =>
      session.run(values, outputs).catch((error: unknown) => {
        if (error instanceof Superseded) return null;
        throw error;
      }),
    close: () => session.close(),
  };
}
