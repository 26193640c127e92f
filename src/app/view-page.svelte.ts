/** The resource that a page's address names: one of its snapshots, what stands around it, and what can be done with it. */
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { page } from '$app/state';
import type { EntrypointContent, ResourceKind } from '#core/resources/content.ts';
import type { Draft } from '#core/resources/draft.ts';
import { KINDS } from '#core/resources/kinds.ts';
import type { EntrypointSource, Picture } from '#core/graph/plan-types.ts';
import type { NameOf } from '#core/resources/place.ts';
import type { User } from '#core/resources/people.ts';
import type { Resource, Snapshot, Versioned } from '#core/resources/snapshot.ts';
import { freeCopyName } from './copy-name.ts';
import { drawEntrypoint } from './draw.ts';
import { gatherSource } from './entrypoint-source.ts';
import { exportBundle, exportResources, type ExportedFile } from './export.ts';
import { Live } from './live.svelte.ts';
import { People } from './people.svelte.ts';
import { RecordPage, type ShownRecord } from './record-page.svelte.ts';
import { LiveResource } from './resource.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { shell } from './shell.svelte.ts';
import { store } from './store.ts';

interface Compared<K extends ResourceKind> {
  readonly before: Versioned<K>;
  readonly after: Versioned<K>;
  /** The drawn graphs of an entrypoint. */
  readonly pictures: { readonly before: Picture; readonly after: Picture } | null;
}

const asked = (word: string) => page.url.searchParams.get(word);

/** Made while a page is set up, and ends with it. */
export class ViewPage<K extends ResourceKind> extends RecordPage {
  readonly kind: K;
  readonly #resource: LiveResource<K>;
  readonly #draft: Live<Draft<K> | null, string>;
  readonly #holders: Live<readonly Resource[], string>;
  readonly #names = new Live(() => store.resources.names());
  readonly #people = new People();
  readonly #pair: Live<Pair<K> | null, readonly [string, number, number]>;
  #pictures = $state.raw<Compared<K>['pictures']>(null);

  constructor(kind: K) {
    super();
    this.kind = kind;
    const id = () => asked('id') ?? '';
    this.#resource = new LiveResource(kind, id, () => Number(asked('snapshot')) || undefined);
    this.#draft = new Live(async (now) => (await store.drafts.ofResource(now)) as Draft<K> | null, id);
    this.#holders = new Live((now) => store.resources.holders(now), id);
    this.#pair = new Live(
      ([now, from, to]) => readPair(kind, now, from, to),
      () => [id(), Number(asked('from')), Number(asked('to'))] as const,
    );
    $effect(() => this.#draw(this.#pair.value?.sources ?? null));
  }

  get value() {
    return this.#resource.value;
  }

  get history(): readonly Snapshot[] {
    return this.#resource.history;
  }

  get draft(): Draft<K> | null {
    return this.#draft.value ?? null;
  }

  get holders(): readonly Resource[] | undefined {
    return this.#holders.value;
  }

  get compared(): Compared<K> | null {
    const pair = asked('from') === null ? null : this.#pair.value;
    return pair ? { ...pair, pictures: this.#pictures } : null;
  }

  /** Who a user is; null for one who is not known here. */
  readonly userOf = (id: string): User | null => this.#people.users.find((user) => user.id === id) ?? null;

  /** How a resource is called now, deleted ones too. */
  readonly nameOf: NameOf = (resource) => this.#names.value?.get(resource);

  /** A copy of one's own; goes to its page, or to change it at once to its editor. */
  async copy(toChange = false): Promise<void> {
    const { content } = this.#resource.value!;
    const name = await freeCopyName(this.kind, content.name);
    const made = await store.resources.create(
      this.kind,
      { ...content, name },
      { message: `Copy of ${content.name}, snapshot ${this.#resource.value!.snapshot.number}` },
    );
    shell.say(`“${name}” is yours to change.`);
    const { editor, place } = KINDS[this.kind];
    await goto(`${resolve('/')}${toChange ? editor : `${place}view/`}?id=${made.resource.id}`);
  }

  /** A resource file holds the snapshot that is shown, a bundle all of them. */
  export(form: 'files' | 'bundle'): Promise<ExportedFile> {
    const { resource, snapshot } = this.#resource.value!;
    const { id, name } = resource;
    if (form === 'bundle') return exportBundle([{ table: 'resources', id }], name);
    return exportResources([{ id, number: snapshot.number }], name);
  }

  async restore({ number, resource }: Snapshot): Promise<void> {
    await sayRefusal(async () => {
      const made = await store.resources.restore(this.kind, resource, number);
      shell.say(`Snapshot ${number} is restored, as snapshot ${made.snapshot.number}.`);
      const address = new URL(page.url);
      address.searchParams.delete('snapshot');
      await goto(address, { replaceState: true, keepFocus: true, noScroll: true });
    });
  }

  async discardDraft(): Promise<void> {
    const draft = this.draft && (await store.drafts.discard(this.draft.id));
    if (!draft) return;
    const run = () => void sayRefusal(() => store.drafts.putBack(draft));
    shell.say('The draft is discarded.', { label: 'Undo', run });
  }

  #draw(sources: Pair<K>['sources']): (() => void) | undefined {
    this.#pictures = null;
    if (!sources) return undefined;
    let gone = false;
    void Promise.all(sources.map(drawEntrypoint)).then(([before, after]) => {
      if (!gone && before && after) this.#pictures = { before: before.picture, after: after.picture };
    });
    return () => {
      gone = true;
    };
  }

  protected get shown(): ShownRecord {
    const { id, name } = this.#there;
    return { table: 'resources', id, called: `“${name}”`, place: KINDS[this.kind].place };
  }

  get #there(): Resource {
    return this.#resource.value!.resource;
  }
}

interface Pair<K extends ResourceKind> {
  readonly before: Versioned<K>;
  readonly after: Versioned<K>;
  /** What the graphs of both may name, for an entrypoint. */
  readonly sources: readonly [EntrypointSource, EntrypointSource] | null;
}

async function readPair<K extends ResourceKind>(
  kind: K,
  id: string,
  from: number,
  to: number,
): Promise<Pair<K> | null> {
  const before = from ? await store.resources.get(kind, id, from) : null;
  const after = to ? await store.resources.get(kind, id, to) : null;
  if (!before || !after) return null;
  const sourceOf = async ({ content }: Versioned<K>) =>
    (await gatherSource(content as EntrypointContent)).source;
  const sources = kind === 'entrypoint' ? ([await sourceOf(before), await sourceOf(after)] as const) : null;
  return { before, after, sources };
}
