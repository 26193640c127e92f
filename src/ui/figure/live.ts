/** How a figure reads live: a model never runs in the page, so it asks a session in the sandbox, which the layout opens. */
import { createContext } from 'svelte';

export interface LiveReader {
  /** Asked-for outputs (`step.output`) for these values; null where a later question has overtaken this one. */
  ask(
    values: Readonly<Record<string, unknown>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, unknown>> | null>;
  close(): void;
}

export interface Live {
  /** Over a built-in entrypoint, its artifact parameters fed by these artifacts, by their ids. */
  open(entrypoint: string, artifacts: Readonly<Record<string, string>>): Promise<LiveReader>;
}

export const [getLive, setLive] = createContext<Live>();
