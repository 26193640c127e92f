/** A task that a graph could call, and whether its plugin is among those that the entrypoint pins. */
import type { FunctionTask } from '#core/resources/content.ts';

export interface TaskOffer {
  readonly task: FunctionTask;
  readonly plugin: string;
  readonly pinned: boolean;
}
