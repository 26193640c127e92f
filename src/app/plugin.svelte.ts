/** A plugin while it is edited: its files studied as they change, and each edit of them that is more than typing. */
import type { KnownTypes, ProposedType } from '#core/plugin/analysis.ts';
import type { Change, Proposal } from '#core/plugin/comparison.ts';
import type { SourceSuggestion } from '#core/plugin/completion.ts';
import { putFile } from '#core/plugin/files.ts';
import type { FileStudy, PluginStudy } from '#core/plugin/study.ts';
import type { PluginContent, PluginFile } from '#core/resources/content.ts';
import { isFilename } from '#core/resources/names.ts';
import { PLUGIN_EXTENSIONS } from '#core/resources/check-content.ts';
import { applyProposal, typesOfChange } from '#source/analysis/apply-proposal.ts';
import { proposalsOf, typesNeeded } from '#source/analysis/proposals.ts';
import { askAuthor, warmAuthor } from './author.ts';
import { readChosen, type ChosenFile } from './chosen-files.ts';
import type { Editing } from './editing.svelte.ts';
import { LatestContents } from './lists.svelte.ts';
import { Live } from './live.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { opened } from './opening.ts';
import { restoreRecords } from './remove.ts';
import { shell } from './shell.svelte.ts';
import { store } from './store.ts';

/** Short enough to feel live, long enough not to study each key of a word. */
const PAUSE = 250;
/** A file of source is not longer; what is, is data. */
const MOST_BYTES = 1_000_000;

/** Made while a component is set up, and ends with it. */
export class PluginEditor {
  readonly editing: Editing<'plugin'>;
  study = $state.raw<PluginStudy | undefined>(undefined);
  /** The texts that the study is of. */
  #studied: ReadonlyMap<string, string> = new Map();
  readonly #latest = new LatestContents('type');
  readonly #pinned: Live<KnownTypes, PluginContent['types']>;
  /** Whether the built-in types are in the store: studied before, a text would propose some of them anew. */
  #complete = $state(false);

  constructor(editing: Editing<'plugin'>) {
    this.editing = editing;
    warmAuthor();
    const done = () => (this.#complete = true);
    opened().then(done, done);
    this.#pinned = new Live(readTypes, () => editing.content?.types ?? []);
    $effect(() => {
      const { content } = editing;
      const { known } = this;
      if (content && known) return this.#studySoon(content.files, known);
    });
  }

  /** The types that there are: those that the plugin pins as they are pinned, the others at their latest. */
  get known(): KnownTypes | undefined {
    const latest = this.#latest.rows;
    if (!this.#complete || !latest || !this.#pinned.value) return undefined;
    const named = latest.map(({ content }) => [content.name, content.structure] as const);
    return new Map([...named, ...this.#pinned.value]);
  }

  get #files(): readonly PluginFile[] {
    return this.editing.content?.files ?? [];
  }

  /** What may be taken of one file. */
  proposals(filename: string): readonly Proposal[] {
    return proposalsOf(this.#studyOf(filename)?.comparisons ?? []);
  }

  /** Names of the types that do not exist yet and that a change needs. */
  typesFor(filename: string, change: Change): readonly string[] {
    const study = this.#studyOf(filename);
    return study ? typesNeeded(study, typesOfChange(change)).map(({ name }) => name) : [];
  }

  /** Changes part of one file. */
  set(filename: string, part: Partial<PluginFile>, gesture: string | null = null): void {
    const files = this.#files.map((file) => (file.filename === filename ? { ...file, ...part } : file));
    this.editing.change({ files }, gesture);
  }

  add(file: PluginFile): void {
    this.editing.change({ files: [...this.#files, file] });
  }

  /** Imports of it in the other files follow. */
  async rename(from: string, to: string): Promise<void> {
    const before = this.#files;
    const files = await askAuthor('renameFile', before, from, to);
    if (this.#files === before) this.editing.change({ files });
    else shell.say('Something else was changed at the same moment. Do it once more.');
  }

  remove(filename: string): void {
    const at = this.#files.findIndex((file) => file.filename === filename);
    const file = this.#files[at];
    if (!file) return;
    this.editing.change({ files: this.#files.toSpliced(at, 1) });
    const run = () => {
      if (this.#files.every((other) => other.filename !== filename))
        this.editing.change({ files: this.#files.toSpliced(at, 0, file) });
    };
    shell.say(`${filename} is deleted.`, { label: 'Undo', run });
  }

  /** Takes in files of this device; resolves with the name of the first that was taken. */
  async take(chosen: readonly ChosenFile[]): Promise<string | null> {
    const read = await Promise.all(chosen.map(readSource));
    const good = read.filter((one) => 'text' in one);
    if (good.length > 0)
      this.editing.change({
        files: good.reduce((files, { path, text }) => putFile(files, path, text), this.#files),
      });
    const faults = read.flatMap((one) => ('fault' in one ? [one.fault] : []));
    if (faults.length > 0)
      shell.say(`${faults[0]}${faults.length > 1 ? ` And ${faults.length - 1} more were left out.` : ''}`);
    return good[0]?.path ?? null;
  }

  /** Takes differences into the registration, with the types that they need, as one step to be undone. */
  async apply(filename: string, proposals: readonly Proposal[]): Promise<void> {
    if (this.#textOf(filename) !== this.#studied.get(filename))
      return shell.say('The text has just changed. Look at what it proposes now.');
    const names = proposals.flatMap(({ change }) => typesOfChange(change));
    if (!(await this.createTypes(filename, names))) return;
    const file = this.#files.find((other) => other.filename === filename);
    if (file) this.set(filename, proposals.reduce(applyProposal, file));
  }

  /** Makes those of the proposed types that are named, and what they are made of; resolves with whether all are there. */
  async createTypes(filename: string, names: readonly string[]): Promise<boolean> {
    const study = this.#studyOf(filename);
    const needed = study ? typesNeeded(study, names) : [];
    const made: string[] = [];
    const done = await sayRefusal(async () => {
      for (const type of needed) {
        const id = await createType(type);
        if (id) made.push(id);
      }
    });
    if (done && made.length > 0) this.#sayMade(needed, made);
    return done;
  }

  complete(filename: string, text: string, offset: number): Promise<readonly SourceSuggestion[]> {
    return askAuthor('completeSource', filename, text, offset, this.#files);
  }

  #textOf(filename: string): string | undefined {
    return this.#files.find((file) => file.filename === filename)?.contents;
  }

  #studyOf(filename: string): FileStudy | undefined {
    return this.study?.files.find((file) => file.filename === filename);
  }

  #sayMade(types: readonly ProposedType[], ids: readonly string[]): void {
    const what = types.map(({ name }) => name).join(', ');
    const refs = ids.map((id) => ({ table: 'resources', id }) as const);
    const restore = () => void restoreRecords(refs, what);
    const run = () =>
      void sayRefusal(async () => {
        await store.bin.remove(refs);
        shell.say(`${what} is in the bin.`, { label: 'Undo', run: restore });
      });
    shell.say(`Made the ${types.length === 1 ? 'type' : 'types'} ${what}.`, { label: 'Undo', run });
  }

  #studySoon(files: readonly PluginFile[], known: KnownTypes): () => void {
    const wait = this.study ? PAUSE : 0;
    const timer = setTimeout(async () => {
      const study = await askAuthor('studyPlugin', files, known);
      if (this.#files !== files) return;
      this.study = study;
      this.#studied = new Map(files.map(({ filename, contents }) => [filename, contents]));
    }, wait);
    return () => clearTimeout(timer);
  }
}

/** Null where it is there already, made by another tab meanwhile. */
async function createType({ name, structure, description }: ProposedType): Promise<string | null> {
  if (await store.resources.find('type', name)) return null;
  const by = { message: 'Proposed from the text of a plugin' };
  const made = await store.resources.create('type', { name, description, structure }, by);
  return made.resource.id;
}

async function readTypes(pins: PluginContent['types']): Promise<KnownTypes> {
  const found = await Promise.all(pins.map((pin) => store.resources.getByPin('type', pin)));
  return new Map(found.flatMap((type) => (type ? [[type.content.name, type.content.structure]] : [])));
}

type ReadSource = { readonly path: string; readonly text: string } | { readonly fault: string };

async function readSource(file: ChosenFile): Promise<ReadSource> {
  const { path, blob } = file;
  if (!isFilename(path, PLUGIN_EXTENSIONS))
    return {
      fault: `“${path}” cannot be a file here: letters, digits and underscores, and .ts, .js, .py, .json, .md or .txt.`,
    };
  if (blob.size > MOST_BYTES) return { fault: `“${path}” is over a megabyte: data, not source.` };
  try {
    const { bytes } = await readChosen(file);
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const fault = error instanceof TypeError ? `“${path}” is no text in UTF-8.` : (error as Error).message;
    return { fault };
  }
}
