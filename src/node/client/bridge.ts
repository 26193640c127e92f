/**
 * Calls the page's client from Node: the path of a method and its arguments go in, its value comes out. Bytes, dates and numbers that are not
 * finite cross as Playwright carries them; maps, which it does not carry, cross as their entries.
 */
import type { Client, ExchangeClient } from '#core/client.ts';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright';

type Act = keyof ExchangeClient;
type Noun = Exclude<keyof Client, 'version' | Act>;

const NOUNS = {
  plugins: true,
  types: true,
  entrypoints: true,
  experiments: true,
  queues: true,
  models: true,
  jobs: true,
  families: true,
  artifacts: true,
  tags: true,
  users: true,
  groups: true,
  bin: true,
} satisfies { [N in Noun]: true };
const ACTS: readonly Act[] = ['import', 'previewImport', 'export'];

/** What the page answers: a fault keeps its sentence, and what a Refusal says beside it, without the page's stack. */
type Answer =
  | { readonly value: unknown }
  | { readonly fault: string; readonly name?: string; readonly code?: string; readonly remedy?: string };

/** The client of this page. Every method is the page's own. */
export async function bridgeClient(page: Page): Promise<Client> {
  const call = callerOf(page);
  const nouns = Object.fromEntries(Object.keys(NOUNS).map((noun) => [noun, methodsOf([noun], call)]));
  const version = await page.evaluate(() => (globalThis as unknown as { alidade: Client }).alidade.version);
  const acts = Object.fromEntries(ACTS.map((act) => [act, (...args: unknown[]) => call([act], args)]));
  return { ...nouns, ...acts, version } as unknown as Client;
}

type Call = (path: readonly string[], args: readonly unknown[]) => Promise<unknown>;

/** Any method by its name, and those of `drafts` below it; a promise is not one of them, so that a noun may be awaited unharmed. */
function methodsOf(path: readonly string[], call: Call): object {
  return new Proxy(
    {},
    {
      get: (_, method) => {
        if (typeof method !== 'string' || method === 'then') return undefined;
        if (method === 'drafts') return methodsOf([...path, method], call);
        return (...args: unknown[]) => call([...path, method], args);
      },
    },
  );
}

function callerOf(page: Page): Call {
  const mark = randomUUID(); // what no data holds by chance or by malice
  return async (path, args) => {
    const answer = await page.evaluate(callInPage, { path: [...path], args: [...args], mark });
    if ('fault' in answer) {
      const { fault, ...told } = answer;
      throw Object.assign(new Error(fault), told);
    }
    return revive(answer.value, mark);
  };
}

// Runs in the page, from its text alone: it can name nothing outside, and must declare no function of its own (tsx would wrap its name).
async function callInPage(order: {
  path: string[];
  args: unknown[];
  mark: string;
}): Promise<{ value: unknown } | { fault: string; name?: string; code?: string; remedy?: string }> {
  try {
    const face = (globalThis as unknown as { alidade: Record<string, unknown> }).alidade;
    const owner = order.path.slice(0, -1).reduce<any>((at, name) => at[name], face);
    const method = order.path.at(-1)!;
    if (typeof owner?.[method] !== 'function')
      return { fault: `There is no method ${order.path.join('.')}.` };
    const value = await owner[method](...order.args);
    return {
      value: ((walk: any) => walk(walk, value))((walk: any, at: any) => {
        if (at instanceof Map) return { [order.mark]: [...at].map((entry) => walk(walk, entry)) };
        if (Array.isArray(at)) return at.map((item) => walk(walk, item));
        if (at === null || typeof at !== 'object' || ArrayBuffer.isView(at) || at instanceof Date) return at;
        return Object.fromEntries(Object.entries(at).map(([key, item]) => [key, walk(walk, item)]));
      }),
    };
  } catch (error) {
    if (!(error instanceof Error)) return { fault: String(error) };
    const { name, message: fault, code, remedy } = error as Error & { code?: string; remedy?: string };
    return code === undefined || remedy === undefined ? { fault } : { fault, name, code, remedy };
  }
}
callInPage satisfies (order: never) => Promise<Answer>;

/** Entries back to maps. */
function revive(value: unknown, mark: string): unknown {
  if (Array.isArray(value)) return value.map((item) => revive(item, mark));
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value) || value instanceof Date)
    return value;
  const entries = Object.entries(value);
  if (entries[0]?.[0] === mark) return new Map(revive(entries[0][1], mark) as [unknown, unknown][]);
  return Object.fromEntries(entries.map(([key, item]) => [key, revive(item, mark)]));
}
