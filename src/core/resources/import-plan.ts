/** What an import would put into the store, before it is put there: relations are still names, and nothing is pinned. */
import type { EntrypointContent, PluginFile, TypeContent } from '#core/resources/content.ts';

/** A plugin of an import. Without files it stands for the plugin of that name that is already there. */
export interface PluginDraft {
  readonly name: string;
  readonly description: string;
  readonly files: readonly PluginFile[];
}

/** An entrypoint of an import; its plugins and queues are named. */
export interface EntrypointDraft extends Omit<
  EntrypointContent,
  'plugins' | 'artifactPlugins' | 'queues' | 'types'
> {
  readonly plugins: readonly string[];
  readonly artifactPlugins: readonly string[];
  /** Absent where the import says nothing of queues, as the reference's files never do. */
  readonly queues?: readonly string[];
  /** What lists group it under; absent where the files say nothing of it. */
  readonly topic?: string;
}

export interface ImportPlan {
  readonly types: readonly TypeContent[];
  readonly plugins: readonly PluginDraft[];
  readonly entrypoints: readonly EntrypointDraft[];
}

/** The nouns of a resource file, in the order in which they are put into the store: later ones pin earlier ones. */
export type ImportKind = 'type' | 'plugin' | 'entrypoint';

/** One resource of an import; names are unique in their kind. */
export interface ImportKey {
  readonly kind: ImportKind;
  readonly name: string;
}

/** What to do where a name is taken: refuse the import, make a new snapshot, or put a new resource in the old one's place. */
export type ConflictRule = 'fail' | 'update' | 'overwrite';
