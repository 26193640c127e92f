/** An entrypoint while it is edited: what stands in the form, checked and drawn as it changes, until it is saved or run. */
import type { JobReply, JobRequest } from '#core/client.ts';
import { hashContent } from '#core/hash/content-hash.ts';
import type { ArtifactRecord } from '#core/job/record.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import type { Snapshot, Versioned } from '#core/resources/snapshot.ts';
import { alidade } from './alidade.ts';
import { drawEntrypoint, type Drawing } from './draw.ts';
import { gatherSource } from './entrypoint-source.ts';
import { Live } from './live.svelte.ts';
import { opened } from './opening.ts';
import { store } from './store.ts';

/** Short enough to feel live, long enough not to check each key of a word. */
const PAUSE = 150;

export class EntrypointEditor {
  content = $state.raw<EntrypointContent | undefined>(undefined);
  compilation = $state.raw<Drawing | undefined>(undefined);
  readonly #saved: Live<Versioned<'entrypoint'> | null, string>;
  readonly #history: Live<readonly Snapshot[], string>;
  readonly #choices: Live<Record<string, ArtifactRecord[]>, EntrypointContent | undefined>;
  readonly #dirty = $derived.by(() => {
    const saved = this.#saved.value;
    return !!saved && !!this.content && hashContent(this.content) !== saved.snapshot.content;
  });

  constructor(id: () => string) {
    void opened();
    this.#saved = new Live((now) => store.resources.get('entrypoint', now), id);
    this.#history = new Live((now) => store.resources.history(now), id);
    this.#choices = new Live(readChoices, () => this.content);
    $effect(() => {
      id();
      this.content = undefined;
    });
    $effect(() => {
      const saved = this.#saved.value;
      if (saved && saved.resource.id === id() && this.content === undefined) this.content = saved.content;
    });
    $effect(() => {
      const now = this.content;
      if (now) return this.#checkSoon(now);
    });
  }

  get saved() {
    return this.#saved.value;
  }

  get history() {
    return this.#history.value ?? [];
  }

  /** Artifacts whose types fit, by artifact parameter, newest first. */
  get artifactChoices(): Readonly<Record<string, readonly ArtifactRecord[]>> {
    return this.#choices.value ?? {};
  }

  /** Whether something stands in the form that no snapshot holds. */
  get dirty(): boolean {
    return this.#dirty;
  }

  change(part: Partial<EntrypointContent>): void {
    if (this.content) this.content = { ...this.content, ...part };
  }

  /** Makes a snapshot of what stands in the form. */
  async save(message = ''): Promise<void> {
    const saved = this.#saved.value;
    if (saved && this.content && this.#dirty)
      await alidade.entrypoints.save(saved.resource.id, this.content, message);
  }

  /** A new entrypoint, one's own, with what stands in the form; resolves with its id. */
  async saveCopy(name: string): Promise<string> {
    if (!this.content) throw new Error('There is nothing to copy yet.');
    const made = await alidade.entrypoints.create({ ...this.content, name }, `Copy of ${this.content.name}`);
    return made.resource.id;
  }

  /** Runs the latest snapshot; unsaved text is saved first. */
  async run(request: Omit<JobRequest, 'entrypoint'>): Promise<JobReply> {
    await this.save('Saved to run');
    return alidade.jobs.run({ ...request, entrypoint: this.#saved.value!.resource.id });
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

async function readChoices(
  content: EntrypointContent | undefined,
): Promise<Record<string, ArtifactRecord[]>> {
  const parameters = content?.artifactParameters ?? [];
  const all = parameters.length > 0 ? await store.artifacts.list() : [];
  const typesOf = (outputs: readonly { readonly type: string }[]) =>
    outputs.map((output) => output.type).join(', ');
  const fits = parameters.map(({ name, outputs }) => {
    const wanted = typesOf(outputs);
    return [name, all.filter((artifact) => typesOf(artifact.handler.outputs) === wanted)] as const;
  });
  return Object.fromEntries(fits);
}
