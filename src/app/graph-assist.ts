/** Help with an entrypoint's texts while they are written, asked of the author worker: what could be typed, what stands there, how to mend it. */
import type { ArtifactForms } from '#core/graph/assist/artifact-form.ts';
import type { Completion } from '#core/graph/assist/completions.ts';
import type { SentFix } from '#core/graph/assist/fix.ts';
import type { Offer } from '#core/graph/assist/fixes.ts';
import type { Hover } from '#core/graph/assist/hover.ts';
import type { StepForm } from '#core/graph/assist/step-form.ts';
import type { GraphDocument } from '#core/graph/edit/graph-text.ts';
import type { EntrypointSource } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import { askAuthor } from './author.ts';
import type { TaskDoc } from './author.worker.ts';
import { gatherSource, type Gathered } from './entrypoint-source.ts';
import { TaskDocs } from './task-docs.ts';

/** What stands at a place, and what its task's author says of it. */
export interface ToldHover {
  readonly hover: Hover;
  readonly doc: TaskDoc | null;
}

export class GraphAssist {
  readonly #content: () => EntrypointContent | null | undefined;
  readonly #offer: () => Offer;
  readonly #docs = new TaskDocs();
  #gathered: { readonly content: EntrypointContent; readonly result: Promise<Gathered> } | null = null;

  constructor(content: () => EntrypointContent | null | undefined, offer: () => Offer) {
    this.#content = content;
    this.#offer = offer;
  }

  /** The text is the one in the editor, which may be ahead of what is kept. */
  async complete(document: GraphDocument, text: string, offset: number): Promise<readonly Completion[]> {
    const source = await this.#source(document, text);
    return source ? askAuthor('completeGraph', source, document, offset) : [];
  }

  async tell(document: GraphDocument, text: string, offset: number): Promise<ToldHover | null> {
    const source = await this.#source(document, text);
    const hover = source && (await askAuthor('tellGraph', source, document, offset));
    if (!source || !hover) return null;
    const { shown } = hover;
    const name = 'task' in shown ? shown.task : null;
    const known = typeof name === 'string' ? source.functions.findLast((task) => task.name === name) : name;
    return { hover, doc: known ? await this.#doc(known) : null };
  }

  /** What the author of a task says of it; empty where nothing is. */
  async describeTask(name: string): Promise<string> {
    const content = this.#content();
    if (!content) return '';
    const { source } = await this.#gather(content);
    const task = [...source.functions, ...source.artifacts].findLast((known) => known.name === name);
    return (task && (await this.#doc(task))?.description) ?? '';
  }

  /** Ways to mend an issue of what stands now, the likeliest first. */
  async fixes(issue: Issue): Promise<readonly SentFix[]> {
    const content = this.#content();
    if (!content) return [];
    return askAuthor('mendGraph', (await this.#gather(content)).source, issue, this.#offer());
  }

  /** A step as its form shows it; null where there is none of that name. */
  async describeStep(content: EntrypointContent, step: string): Promise<StepForm | null> {
    return askAuthor('describeStep', (await this.#gather(content)).source, step);
  }

  /** The artifact graph as its form shows it. */
  async describeArtifacts(content: EntrypointContent): Promise<ArtifactForms> {
    return askAuthor('describeArtifacts', (await this.#gather(content)).source);
  }

  /** Types or plugins changed under the same pins: what was read of them is read again. */
  forget(): void {
    this.#gathered = null;
  }

  async #doc(task: { readonly name: string; readonly plugin: string; readonly file: string }) {
    const content = this.#content();
    if (!content) return null;
    return this.#docs.of((await this.#gather(content)).plugins, task);
  }

  async #source(document: GraphDocument, text: string): Promise<EntrypointSource | null> {
    const content = this.#content();
    if (!content) return null;
    const { source } = await this.#gather(content);
    return { ...source, [document === 'task graph' ? 'taskGraph' : 'artifactGraph']: text };
  }

  /** What failed is asked anew. */
  #forgotten(result: Promise<Gathered>): Promise<Gathered> {
    result.catch(() => this.forget());
    return result;
  }

  /** All but the texts is read once, as long as what it follows from stays. */
  async #gather(content: EntrypointContent): Promise<Gathered> {
    if (!this.#gathered || !standsOnSame(content, this.#gathered.content))
      this.#gathered = { content, result: this.#forgotten(gatherSource(content)) };
    const gathered = await this.#gathered.result;
    const { taskGraph, artifactGraph } = content;
    return { ...gathered, source: { ...gathered.source, taskGraph, artifactGraph } };
  }
}

function standsOnSame(a: EntrypointContent, b: EntrypointContent): boolean {
  return (
    a.plugins === b.plugins &&
    a.artifactPlugins === b.artifactPlugins &&
    a.parameters === b.parameters &&
    a.artifactParameters === b.artifactParameters &&
    a.types === b.types
  );
}
