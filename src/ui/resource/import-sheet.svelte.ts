/** The state of the import sheet: from files to a preview, a choice of it, and what came of that. */
import type { ImportReport } from '#core/client.ts';
import type { ConflictRule } from '#core/resources/import-plan.ts';
import type { ImportPreview } from '#core/resources/import-preview.ts';
import type { ChosenFile } from '#ui/form/chosen-files.ts';
import { choose, type OpenedImport } from './importing.ts';

export class ImportSheet {
  readonly #onopen: (files: readonly ChosenFile[]) => Promise<OpenedImport>;
  files = $state.raw<readonly ChosenFile[]>([]);
  opened = $state.raw<OpenedImport | null>(null);
  preview = $state.raw<ImportPreview | null>(null);
  /** Keys of items of the preview. */
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  report = $state.raw<ImportReport | null>(null);
  /** Path of the resource file. */
  config = $state('');
  rule = $state<ConflictRule>('fail');
  busy = $state<'' | 'reading' | 'importing'>('');
  /** What went wrong otherwise, in a sentence. */
  trouble = $state<string | null>(null);

  constructor(onopen: (files: readonly ChosenFile[]) => Promise<OpenedImport>) {
    this.#onopen = onopen;
  }

  readonly kind = $derived(this.opened?.kind ?? 'files');
  /** Nothing of what was chosen is a resource file, an archive or a bundle. */
  readonly isNothing = $derived(
    this.opened?.kind === 'files' && this.opened.configs.length === 0 && this.opened.issues.length === 0,
  );
  /** What is wrong with the files themselves, so that there is nothing to choose from. */
  readonly isWrong = $derived(this.preview !== null && this.preview.items.length === 0);
  readonly items = $derived((this.preview?.items ?? []).filter(({ key }) => this.chosen.has(key)));
  readonly refused = $derived(this.items.filter((item) => item.under[this.rule].does === 'refuse'));
  readonly isDone = $derived(
    this.report !== null && this.report.issues.every(({ severity }) => severity !== 'ERROR'),
  );

  /** Where it stands, in a word. */
  readonly state = $derived.by(() => {
    if (this.busy) return this.busy;
    if (this.trouble !== null) return 'trouble';
    if (this.report) return this.isDone ? 'done' : 'failed';
    if (this.isNothing) return 'nothing';
    if (this.isWrong) return 'wrong';
    if (!this.preview) return 'empty';
    return this.refused.length > 0 ? 'refused' : 'ready';
  });

  reset(): void {
    this.files = [];
    this.opened = null;
    this.preview = null;
    this.report = null;
    this.trouble = null;
    this.rule = 'fail';
  }

  take(files: readonly ChosenFile[]): Promise<void> {
    return this.#attempt('reading', async () => {
      this.reset();
      this.files = files;
      this.opened = await this.#onopen(files);
      const { configs } = this.opened;
      this.config = configs.find((path) => path === 'dioptra.toml') ?? configs[0] ?? '';
      if (!this.isNothing) await this.#look();
    });
  }

  /** Reads anew what the import would do, now. */
  look(): Promise<void> {
    return this.#attempt('reading', () => this.#look());
  }

  run(): Promise<void> {
    return this.#attempt('importing', async () => {
      const { opened, preview, items, config } = this;
      if (!opened || !preview || this.refused.length > 0 || items.length === 0) return;
      const only = items.map(({ key }) => key);
      const { basis } = preview;
      this.report = await opened.import({ conflicts: this.rule, only, basis, ...(config && { config }) });
    });
  }

  choose(keys: readonly string[], on: boolean): void {
    if (this.preview) this.chosen = choose(this.preview, this.kind, this.chosen, keys, on);
  }

  async #look(): Promise<void> {
    this.report = null;
    this.preview = (await this.opened?.preview(this.config || undefined)) ?? null;
    this.chosen = new Set(this.preview?.items.map(({ key }) => key));
  }

  async #attempt(doing: 'reading' | 'importing', work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = doing;
    this.trouble = null;
    try {
      await work();
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.busy = '';
    }
  }
}
