/** An entrypoint while it is edited: what stands in the form, checked and drawn as it changes. */
import type { GraphAction, SentEdit } from '#core/graph/edit/action.ts';
import { applyChanges } from '#core/graph/edit/change.ts';
import { refuse, type Refusal } from '#core/graph/edit/refusal.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import { ArtifactChoices } from './artifact-choices.svelte.ts';
import { askAuthor } from './author.ts';
import { drawEntrypoint, type Drawing } from './draw.ts';
import { editAddressed } from './edit-page.ts';
import type { Editing } from './editing.svelte.ts';
import { gatherSource } from './entrypoint-source.ts';

/** Short enough to feel live, long enough not to check each key of a word. */
const PAUSE = 150;

/** The entrypoint, or the draft of a new one, that the page's address names. */
export class EntrypointEditor {
  readonly editing: Editing<'entrypoint'> = editAddressed('entrypoint');
  readonly #past: () => EntrypointContent | null;
  compilation = $state.raw<Drawing | undefined>(undefined);
  /** What can feed it. */
  readonly artifacts = new ArtifactChoices(() => this.content ?? undefined);

  /** `past` is the content of an earlier snapshot, while that is looked at instead of what is edited. */
  constructor(past: () => EntrypointContent | null = () => null) {
    this.#past = past;
    $effect(() => {
      const now = this.content;
      if (now) return this.#checkSoon(now);
    });
  }

  /** What is shown: undefined while it is read, null where there is no such entrypoint. */
  get content(): EntrypointContent | null | undefined {
    return this.#past() ?? this.editing.content;
  }

  /** Edits the texts as the drawing or a form asks; resolves with what to select, or with why it cannot be done. */
  async edit(action: GraphAction): Promise<SentEdit | Refusal> {
    const { content } = this.editing;
    if (!content) throw new Error('There is nothing to edit yet.');
    const { source } = await gatherSource(content);
    const edit = await askAuthor('editGraphs', source, action);
    if (edit.kind === 'refusal') {
      if (edit.reason === 'unreadable') this.editing.change(renamedParameters(content, action));
      return edit;
    }
    if (this.editing.content !== content)
      return refuse('unsure', 'Something else was changed at the same moment. Do it once more.');
    this.editing.change({
      taskGraph: applyChanges(content.taskGraph, edit.changes.taskGraph),
      artifactGraph: applyChanges(content.artifactGraph, edit.changes.artifactGraph),
      ...renamedParameters(content, action),
    });
    return edit;
  }

  #checkSoon(content: EntrypointContent): () => void {
    const wait = this.compilation ? PAUSE : 0;
    const timer = setTimeout(async () => {
      const { source } = await gatherSource(content);
      const drawing = await drawEntrypoint(source);
      if (this.content === content) this.compilation = drawing;
    }, wait);
    return () => clearTimeout(timer);
  }
}

/** The references follow in the texts, the parameter itself here: both are one step to undo. */
function renamedParameters(content: EntrypointContent, action: GraphAction): Partial<EntrypointContent> {
  if (action.do !== 'rename parameter' && action.do !== 'rename artifact parameter') return {};
  const renamed = <T extends { readonly name: string }>(list: readonly T[]) =>
    list.map((one) => (one.name === action.from ? { ...one, name: action.to } : one));
  return action.do === 'rename parameter'
    ? { parameters: renamed(content.parameters) }
    : { artifactParameters: renamed(content.artifactParameters) };
}
