/** A way to mend an issue: changes of the texts, something that the page must do since it lies outside of them, or both. */
import { sendable, type SentEdit } from '#core/graph/edit/action.ts';
import type { Edit, EditOutcome } from '#core/graph/edit/edit.ts';
import type { ParameterWord } from '#core/resources/content.ts';

/** What only the page can do. */
export type Request =
  /** `type` is the word that fits where it is used; null where anything does. */
  | { readonly kind: 'create parameter'; readonly name: string; readonly type: ParameterWord | null }
  | { readonly kind: 'create type'; readonly name: string }
  /** Attach the plugin that has this task. */
  | {
      readonly kind: 'add plugin';
      readonly plugin: string;
      readonly task: string;
      readonly isArtifactTask: boolean;
    };

/** At least one of `edit` and `request` is there; where both are, both belong together. */
export interface Fix {
  readonly title: string;
  readonly edit: Edit | null;
  readonly request: Request | null;
}

/** A fix by an edit; none where the edit is refused or changes nothing. */
export function fixBy(title: string, outcome: EditOutcome, request: Request | null = null): Fix[] {
  if (outcome.kind === 'refusal') return [];
  const { taskGraph, artifactGraph } = outcome.changes;
  return taskGraph.length + artifactGraph.length === 0 ? [] : [{ title, edit: outcome, request }];
}

/** A fix that the page carries out alone. */
export function fixByPage(title: string, request: Request): Fix {
  return { title, edit: null, request };
}

/** What of a fix can be sent between threads. */
export interface SentFix extends Omit<Fix, 'edit'> {
  readonly edit: SentEdit | null;
}

/** The fix without the graphs as they are after it. */
export function sendableFix({ edit, ...fix }: Fix): SentFix {
  const sent = edit && sendable(edit);
  return { ...fix, edit: sent?.kind === 'edit' ? sent : null };
}
