/**
 * One resource while it is edited, of whatever kind: what stands in its form, kept as a draft at each change, with undo and redo, until it
 * is saved as a snapshot or discarded. It follows what other tabs type, and says when the resource was saved elsewhere meanwhile.
 */
import { untrack } from 'svelte';
import { hashContent } from '#core/hash/content-hash.ts';
import type { ContentOf, Pin, ResourceKind } from '#core/resources/content.ts';
import { checkContent, type FieldFault } from '#core/resources/check-content.ts';
import { hasMovedOn, type Draft } from '#core/resources/draft.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { pinOf } from '#core/resources/pins.ts';
import { ALIDADE_USER, type Versioned } from '#core/resources/snapshot.ts';
import { withArticle } from '#core/text/article.ts';
import { Refusal } from '#store/refusal.ts';
import { Live } from './live.svelte.ts';
import { opened } from './opening.ts';
import { store } from './store.ts';
import { leaveTyped, takeTyped } from './typed.ts';
import { UndoLine } from './undo.svelte.ts';

export interface EditingSubject {
  /** The resource that is edited; null for a new one. */
  readonly id: string | null;
  /** The draft of a new one, where it has begun. */
  readonly draft: string | null;
}

interface Options {
  /** A draft of a new resource began; its id belongs in the address. */
  readonly onbegin?: (draft: string) => void;
}

/** What the database holds of it: the resource at its latest, its draft, and what the draft began from. */
interface Kept<K extends ResourceKind> {
  readonly subject: string;
  readonly saved: Versioned<K> | null;
  readonly draft: Draft<K> | null;
  readonly base: Versioned<K> | null;
}

/** Made while a component is set up, and ends with it. */
export class Editing<K extends ResourceKind> {
  readonly kind: K;
  /** What stands in the form; undefined until it is read, null where there is no such resource. */
  content = $state.raw<ContentOf[K] | null | undefined>(undefined);
  /** Why what is typed cannot be kept, or could not be saved. */
  refusal = $state.raw<Refusal | null>(null);
  #line = $state.raw(new UndoLine<ContentOf[K]>());
  readonly #live: Live<Kept<K>, EditingSubject>;
  readonly #subject: () => EditingSubject;
  readonly #options: Options;
  #read: string | null = null;
  #draftId: string | null = null;
  /** The last in the row of what is written; null where all is. */
  #writing: Promise<unknown> | null = null;
  /** What is typed has a place in that row that has not begun. */
  #due = false;
  #ended = false;
  /** The latest snapshot that is known here, be it that its reading, or its address, is still on the way. */
  #known = $state.raw<Versioned<K> | null>(null);
  /** What has the name that is typed, be it this very one. */
  #namesake = $state.raw<Versioned<K> | null>(null);
  /** What the draft is to stand on, until it is read that it does. */
  #base = $state.raw<Pin | null>(null);
  /** What contents around a merge stand on, for who undoes one. */
  #bases = new WeakMap<ContentOf[K], Pin>();

  readonly #dirty = $derived.by(() => {
    const { saved } = this;
    if (!this.content) return false;
    return saved ? hashContent(this.content) !== saved.snapshot.content : !this.#isEmpty(this.content);
  });
  readonly #faults = $derived.by((): readonly FieldFault[] => {
    if (!this.content) return [];
    const faults = checkContent(this.kind, this.content);
    const { resource, content } = this.#namesake ?? {};
    if (content?.name !== this.content.name || resource?.id === this.#known?.resource.id) return faults;
    const message = `There is already ${withArticle(KINDS[this.kind].noun)} of this name. Choose another.`;
    return [{ path: ['name'], message }, ...faults];
  });

  constructor(kind: K, subject: () => EditingSubject, options: Options = {}) {
    this.kind = kind;
    this.#subject = subject;
    this.#options = options;
    void opened();
    this.#live = new Live((now) => readKept(kind, now), subject);
    $effect(() => {
      const kept = this.#kept;
      if (kept) untrack(() => void this.#follow(kept));
    });
    $effect(() => this.#findTaken(this.content?.name));
    $effect(() => () => {
      this.#ended = true;
    });
    $effect(() => {
      const leave = () => this.#leave();
      addEventListener('pagehide', leave);
      return () => removeEventListener('pagehide', leave);
    });
  }

  /** What was read last, unless it is of what the address named before. */
  get #kept(): Kept<K> | undefined {
    const kept = this.#live.value;
    return kept?.subject === keyOf(this.#subject()) ? kept : undefined;
  }

  /** The latest snapshot; null for a new resource. */
  get saved(): Versioned<K> | null | undefined {
    const [known, read] = [this.#known, this.#kept?.saved];
    if (!known) return read;
    const isNewer = known.snapshot.number > (read?.snapshot.number ?? 0);
    return isNewer || known.resource.id !== this.#subject().id ? known : read;
  }

  get draft(): Draft<K> | null {
    return this.#kept?.draft ?? null;
  }

  /** Whether something stands in the form that no snapshot holds. */
  get dirty(): boolean {
    return this.#dirty;
  }

  get builtIn(): boolean {
    return this.saved?.resource.owner === ALIDADE_USER;
  }

  /** What must be mended before it can be saved. */
  get faults(): readonly FieldFault[] {
    return this.#faults;
  }

  /** What was saved elsewhere since the draft began, and what the draft began from; null where nothing was. */
  get theirs(): { readonly base: Versioned<K> | null; readonly latest: Versioned<K> } | null {
    const { draft, saved, base } = this.#kept ?? {};
    if (!draft || !saved || !hasMovedOn(draft, pinOf(saved.snapshot))) return null;
    if (saved.snapshot.content === this.#base?.hash) return null;
    return { base: base ?? null, latest: saved };
  }

  get canUndo(): boolean {
    return this.#line.canUndo;
  }

  get canRedo(): boolean {
    return this.#line.canRedo;
  }

  /** Changes part of what stands in the form, as long as its page stands. Quick changes of one gesture, such as a field's name, are undone together. */
  change(part: Partial<ContentOf[K]>, gesture: string | null = null): void {
    if (this.content && !this.#ended) this.#put({ ...this.content, ...part }, gesture);
  }

  undo(): void {
    this.#move(this.content && this.#line.undo(this.content));
  }

  redo(): void {
    this.#move(this.content && this.#line.redo(this.content));
  }

  /**
   * Makes what stands in the form the next snapshot, or a new resource. Null where something has to be mended first, or where it is
   * refused, and then `refusal` says why.
   */
  async save(message = ''): Promise<Versioned<K> | null> {
    if (this.#faults.length > 0) return null;
    return this.#attempt(async () => {
      if (this.#draftId === null) return this.#known;
      const saved = (await store.drafts.save(this.#draftId, { message })) as Versioned<K>;
      this.#forget(saved);
      return saved;
    });
  }

  /** A resource of one's own with what stands in the form; the draft that it came from ends, and the copy is edited from now on. */
  async saveCopy(name: string, message = ''): Promise<Versioned<K> | null> {
    return this.#attempt(async () => {
      const { content } = this;
      const copy = await store.resources.create(this.kind, { ...content!, name }, { message });
      if (this.#draftId !== null) await store.drafts.discard(this.#draftId);
      this.#forget(copy);
      this.#line = new UndoLine();
      this.content = this.content === content ? copy.content : { ...this.content!, name };
      return copy;
    });
  }

  /** Throws away what is typed; resolves with a way to have it again. */
  async discard(): Promise<() => void> {
    return this.#inTurn(async () => {
      if (this.#draftId !== null) await store.drafts.discard(this.#draftId);
      const before = this.content;
      if (before) this.#line.keep(before);
      this.#forget();
      this.content = this.#known?.content ?? KINDS[this.kind].empty;
      return () => before && this.#put(before, null);
    });
  }

  /** Takes what came of comparing the draft with what was saved meanwhile; it goes on from there. */
  merge(content: ContentOf[K]): void {
    const { latest, base } = this.theirs ?? {};
    if (!latest) return;
    if (this.content && base) this.#bases.set(this.content, pinOf(base.snapshot));
    this.#known = latest;
    this.#base = pinOf(latest.snapshot);
    this.#bases.set(content, this.#base);
    this.#put(content, null);
  }

  #put(next: ContentOf[K], gesture: string | null): void {
    if (this.content) this.#line.keep(this.content, gesture);
    this.content = next;
    this.#keep();
  }

  #move(to: ContentOf[K] | null | undefined): void {
    if (!to) return;
    this.content = to;
    this.#base = this.#bases.get(to) ?? this.#base;
    this.#keep();
  }

  /**
   * What the database says now: at first all of it, later what another tab has typed or saved. A live query may tell late what stood
   * before the last write from here, so it only says that something changed; what is taken is read anew.
   */
  async #follow(kept: Kept<K>): Promise<void> {
    if (this.#read !== kept.subject && !this.#isHere()) return this.#begin(kept);
    this.#read = kept.subject;
    if (!kept.draft || kept.draft.base?.hash === this.#base?.hash) this.#base = null;
    const before = this.content;
    if (this.#writing || !before) return;
    const known = this.#known;
    const { saved, draft, subject } = await readKept(this.kind, this.#subject());
    const isOld = this.#writing || this.content !== before || this.#known !== known;
    if (isOld || subject !== keyOf(this.#subject())) return;
    // Saved from here as something new or as a copy, its own address is still on the way.
    if (known && known.resource.id !== this.#subject().id) return;
    this.#known = saved;
    this.#draftId = draft?.id ?? null;
    const now = draft?.content ?? saved?.content ?? before;
    if (hashContent(now) === hashContent(before)) return;
    this.#line.keep(before);
    this.content = now;
  }

  /** Whether it was saved from here and only its address is new: what was typed since goes on. */
  #isHere(): boolean {
    const { id } = this.#subject();
    return !!this.content && id !== null && this.#known?.resource.id === id;
  }

  #begin({ subject, saved, draft }: Kept<K>): void {
    const { id } = this.#subject();
    this.#read = subject;
    this.#line = new UndoLine();
    this.#forget(saved);
    this.#draftId = draft?.id ?? null;
    this.refusal = null;
    if (id !== null && !saved) return void (this.content = null);
    this.content = draft?.content ?? saved?.content ?? KINDS[this.kind].empty;
    const typed = takeTyped(this.kind, draft?.id ?? id);
    if (typed) this.#put({ ...this.content, ...typed }, null);
  }

  /** What is typed while something is written is written after it, all at once. */
  #keep(): void {
    if (this.#due) return;
    this.#due = true;
    void this.#attempt(() => {
      this.#due = false;
      return this.content ? this.#writeOnce(this.content) : Promise.resolve();
    });
  }

  /** One write after the other, so that each begins with what the one before left. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#writing;
    const turn = Promise.resolve(before).then(work);
    const over = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#writing = over;
    try {
      return await turn;
    } finally {
      if (this.#writing === over) this.#writing = null;
    }
  }

  async #writeOnce(content: ContentOf[K]): Promise<void> {
    const saved = this.#known;
    const id = this.#draftId;
    const same = saved ? hashContent(content) === saved.snapshot.content : this.#isEmpty(content);
    if (same && !this.theirs) {
      this.#draftId = null;
      if (id !== null && saved) await store.drafts.discard(id);
      else this.#draftId = id;
      if (id === null || saved) return;
    }
    const draft = await this.#keepDraft(content);
    if (id === null && !saved) {
      this.#read = keyOf({ id: null, draft: draft.id });
      this.#options.onbegin?.(draft.id);
    }
    this.#draftId = draft.id;
  }

  /** The draft is over, saved or not. */
  #forget(saved: Versioned<K> | null = this.#known): void {
    this.#draftId = null;
    this.#known = saved;
    this.#base = null;
    this.#bases = new WeakMap();
  }

  async #keepDraft(content: ContentOf[K]): Promise<Draft<K>> {
    const saved = this.#known;
    // Another tab may have ended it meanwhile; then what is typed here begins it anew.
    if (this.#draftId !== null && (await store.drafts.get(this.#draftId)))
      return store.drafts.keep(this.#draftId, content, this.#base ?? undefined);
    if (saved) return store.drafts.keepOf(saved.resource.id, content, pinOf(saved.snapshot));
    return store.drafts.create(this.kind, content);
  }

  #leave(): void {
    if (this.#writing && this.content)
      leaveTyped(this.kind, this.#draftId ?? this.#known?.resource.id ?? null, this.content);
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      const done = await this.#inTurn(work);
      this.refusal = null;
      return done;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
      return null;
    }
  }

  #isEmpty(content: ContentOf[K]): boolean {
    return hashContent(content) === hashContent(KINDS[this.kind].empty);
  }

  #findTaken(name: string | undefined): (() => void) | undefined {
    if (name === undefined || name === '') return undefined;
    const timer = setTimeout(async () => {
      this.#namesake = await store.resources.find(this.kind, name);
    }, 150);
    return () => clearTimeout(timer);
  }
}

function keyOf({ id, draft }: EditingSubject): string {
  return id ?? `draft ${draft ?? ''}`;
}

function readKept<K extends ResourceKind>(kind: K, subject: EditingSubject): Promise<Kept<K>> {
  return store.together(() => read(kind, subject));
}

async function read<K extends ResourceKind>(kind: K, subject: EditingSubject): Promise<Kept<K>> {
  const { id, draft: draftId } = subject;
  const saved = id === null ? null : await store.resources.get(kind, id);
  const found =
    id === null ? draftId && (await store.drafts.get(draftId)) : await store.drafts.ofResource(id);
  const draft = (found || null) as Draft<K> | null;
  const base = draft?.base ? await store.resources.getByPin(kind, draft.base) : null;
  return { subject: keyOf(subject), saved, draft, base };
}
