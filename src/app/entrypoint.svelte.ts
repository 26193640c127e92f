/** An entrypoint while it is edited: what stands in the form, checked and drawn as it changes. */
import { untrack } from 'svelte';
import type { GraphAction, SentEdit } from '#core/graph/edit/action.ts';
import type { SentFix } from '#core/graph/assist/fix.ts';
import { applyChanges } from '#core/graph/edit/change.ts';
import { refuse, type Refusal } from '#core/graph/edit/refusal.ts';
import type { Issue } from '#core/issues.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import type { PluginOffer } from '#core/resources/task-offer.ts';
import { ArtifactChoices } from './artifact-choices.svelte.ts';
import { askAuthor } from './author.ts';
import { drawEntrypoint, type Drawing } from './draw.ts';
import { editAddressed } from './edit-page.ts';
import type { Editing } from './editing.svelte.ts';
import { gatherSource } from './entrypoint-source.ts';
import { GraphAssist } from './graph-assist.ts';
import { makeType, partOf } from './mend.ts';
import { TaskOffers } from './task-offers.svelte.ts';

/** Short enough to feel live, long enough not to check each key of a word. */
const PAUSE = 150;

/** What a check found, and of which content. */
interface Checked extends Drawing {
  readonly content: EntrypointContent;
}

/** A fix with what it was proposed for; it fits nothing else. */
export interface Proposal extends SentFix {
  readonly of: EntrypointContent;
}

/** What mending did beside the edit. */
export interface Mended {
  readonly kind: 'mended';
  /** Id of the type that was made. */
  readonly madeType: string | null;
}

/** The entrypoint, or the draft of a new one, that the page's address names. */
export class EntrypointEditor {
  readonly editing: Editing<'entrypoint'> = editAddressed('entrypoint');
  readonly #past: () => EntrypointContent | null;
  compilation = $state.raw<Checked | undefined>(undefined);
  /** Tasks that the graphs could call. */
  readonly offers = new TaskOffers(() => this.content);
  /** Help with the texts. */
  readonly assist = new GraphAssist(
    () => this.content,
    () => ({ functions: this.#unpinned('functions'), artifacts: this.#unpinned('artifacts') }),
  );
  /** Counts up where a check must be made anew though nothing was typed. */
  #round = $state(0);
  /** What can feed it. */
  readonly artifacts = new ArtifactChoices(() => this.content ?? undefined);

  /** `past` is the content of an earlier snapshot, while that is looked at instead of what is edited. */
  constructor(past: () => EntrypointContent | null = () => null) {
    this.#past = past;
    $effect(() => {
      void this.#round;
      const now = this.content;
      // What a check finds must not ask for the next one.
      if (now) return untrack(() => this.#checkSoon(now));
    });
  }

  /** What is shown: undefined while it is read, null where there is no such entrypoint. */
  get content(): EntrypointContent | null | undefined {
    return this.#past() ?? this.editing.content;
  }

  /**
   * Edits the texts as the drawing or a form asks, and pins the plugin of the task that was chosen, all as one step to undo; resolves with
   * what to select, or with why it cannot be done.
   */
  async edit(action: GraphAction, offer?: PluginOffer): Promise<SentEdit | Refusal> {
    const { content } = this.editing;
    if (!content) throw new Error('There is nothing to edit yet.');
    const list = action.do === 'add step' ? 'plugins' : 'artifactPlugins';
    const isNew = offer && content[list].every(({ resource }) => resource !== offer.pin.resource);
    const pinned = isNew ? { [list]: [...content[list], offer.pin] } : {};
    const { source } = await gatherSource({ ...content, ...pinned });
    const edit = await askAuthor('editGraphs', source, action);
    if (edit.kind === 'refusal') {
      const renamed = renamedParameters(content, action);
      if (edit.reason === 'unreadable' && Object.keys(renamed).length > 0) this.editing.change(renamed);
      return edit;
    }
    if (this.editing.content !== content)
      return refuse('unsure', 'Something else was changed at the same moment. Do it once more.');
    this.editing.change({
      ...pinned,
      taskGraph: applyChanges(content.taskGraph, edit.changes.taskGraph),
      artifactGraph: applyChanges(content.artifactGraph, edit.changes.artifactGraph),
      ...renamedParameters(content, action),
    });
    return edit;
  }

  /** Ways to mend an issue of what was checked last; none once something else stands there. */
  async propose(issue: Issue): Promise<readonly Proposal[]> {
    const { content: of, issues } = this.compilation ?? {};
    if (!of || of !== this.editing.content || !issues?.includes(issue)) return [];
    const fixes = await this.assist.fixes(issue);
    return fixes.map((fix) => ({ ...fix, of }));
  }

  /** Mends what an issue told of, as one step to undo. */
  async mend(fix: Proposal): Promise<Mended | Refusal> {
    if (this.editing.content !== fix.of)
      return refuse('unsure', 'Something else was changed meanwhile. Look what is wrong now.');
    const part = partOf(fix.of, fix, this.offers);
    if (Object.keys(part).length > 0) this.editing.change(part);
    if (fix.request?.kind !== 'create type') return { kind: 'mended', madeType: null };
    const madeType = await makeType(fix.request.name);
    this.assist.forget();
    this.#round += 1;
    return { kind: 'mended', madeType };
  }

  #unpinned(kind: 'functions' | 'artifacts') {
    const others = this.offers[kind].filter(({ pinned }) => !pinned);
    return others.map(({ task, plugin }) => ({ name: task.name, plugin }));
  }

  #checkSoon(content: EntrypointContent): () => void {
    const wait = this.compilation ? PAUSE : 0;
    const timer = setTimeout(async () => {
      const { source, issues: lost } = await gatherSource(content);
      const drawing = await drawEntrypoint(source);
      const issues = [...lost, ...drawing.issues];
      if (this.content === content) this.compilation = { ...drawing, issues, content };
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
