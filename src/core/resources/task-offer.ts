/** A task that a graph could call, of a plugin that the entrypoint pins or could pin. */
import type { ArtifactTask, FunctionTask, Pin } from './content.ts';

export interface PluginOffer {
  /** Name of the plugin. */
  readonly plugin: string;
  readonly pinned: boolean;
  /** Of the plugin, at the snapshot that is pinned or would be. */
  readonly pin: Pin;
}

export interface TaskOffer<T extends FunctionTask | ArtifactTask = FunctionTask> extends PluginOffer {
  readonly task: T;
}
