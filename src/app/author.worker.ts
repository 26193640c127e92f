/** The trusted worker that reads what authors write: graphs, plugin source, resource files, archives and bundles. It never runs any of it. */
import { expose } from 'comlink';
import type { BundledBlob, BundleRecords } from '#core/bundle/records.ts';
import type { PluginFile } from '#core/resources/content.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import { readImport } from '#exchange/read-import.ts';
import { artifactForms, type ArtifactForms } from '#core/graph/assist/artifact-form.ts';
import { completionsAt, type Completion } from '#core/graph/assist/completions.ts';
import { sendableFix, type SentFix } from '#core/graph/assist/fix.ts';
import { fixesOf, type Offer } from '#core/graph/assist/fixes.ts';
import { hoverAt, type Hover } from '#core/graph/assist/hover.ts';
import { stepForm, type StepForm } from '#core/graph/assist/step-form.ts';
import type { GraphDocument } from '#core/graph/edit/graph-text.ts';
import { performAction, sendable, type GraphAction, type SentEdit } from '#core/graph/edit/action.ts';
import { PreparedGraphs, prepareGraphs } from '#core/graph/edit/prepared.ts';
import type { Refusal } from '#core/graph/edit/refusal.ts';
import { compileEntrypoint } from '#core/graph/compile.ts';
import type { Compilation, EntrypointSource, Picture } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import type { KnownTypes } from '#core/plugin/analysis.ts';
import type { SourceSuggestion } from '#core/plugin/completion.ts';
import { readArguments } from '#core/plugin/literal-arguments.ts';
import type { PluginStudy, Runs } from '#core/plugin/study.ts';
import { preparePlugin } from '#source/prepare-plugin.ts';
import { renameFile } from '#source/rename-file.ts';
import { listRunnable } from '#source/runnable.ts';

/** A graph of thousands of wrong steps is told by its first faults. */
const MOST_ISSUES = 1000;

/** A picture that waits to be fetched, slice by slice. */
export interface Sketch {
  readonly ticket: number;
  readonly issues: readonly Issue[];
  readonly steps: number;
  readonly edges: number;
}

/** What the author's comment says of a task and of each input. */
export interface TaskDoc {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, string>>;
}

const pictures = new Map<number, Picture>();
let tickets = 0;

/** Checks and draws; the picture stays here until its last slice is fetched, since copying a large one would hold up the page. */
function sketchEntrypoint(source: EntrypointSource): Sketch {
  const { issues, picture }: Compilation = compileEntrypoint(source);
  const ticket = ++tickets;
  pictures.set(ticket, picture);
  const { steps, edges } = picture;
  return { ticket, issues: issues.slice(0, MOST_ISSUES), steps: steps.length, edges: edges.length };
}

/** Steps and edges from one place to another; past the end of both the picture is dropped. */
function fetchPicture(ticket: number, from: number, to: number): Picture {
  const { steps = [], edges = [] } = pictures.get(ticket) ?? {};
  if (to >= steps.length && to >= edges.length) pictures.delete(ticket);
  return { steps: steps.slice(from, to), edges: edges.slice(from, to) };
}

let prepared: PreparedGraphs | null = null;

/** The graphs of the last edit or question, read once while their texts stay. */
function prepare(source: EntrypointSource): PreparedGraphs {
  const before = prepared?.source;
  const same = before?.taskGraph === source.taskGraph && before.artifactGraph === source.artifactGraph;
  prepared =
    prepared && same
      ? new PreparedGraphs(source, prepared.taskGraph, prepared.artifactGraph)
      : prepareGraphs(source);
  return prepared;
}

/** What a visual edit changes in the texts, or why it cannot be done. */
function editGraphs(source: EntrypointSource, action: GraphAction): SentEdit | Refusal {
  return sendable(performAction(prepare(source), action));
}

/** What could be typed at an offset of one of the texts. */
function completeGraph(
  source: EntrypointSource,
  document: GraphDocument,
  offset: number,
): readonly Completion[] {
  return completionsAt(prepare(source), document, offset);
}

/** What stands at an offset of one of the texts. */
function tellGraph(source: EntrypointSource, document: GraphDocument, offset: number): Hover | null {
  return hoverAt(prepare(source), document, offset);
}

/** What can be done about an issue of these very texts. */
function mendGraph(source: EntrypointSource, issue: Issue, offer: Offer): readonly SentFix[] {
  return fixesOf(prepare(source), issue, offer).map(sendableFix);
}

/** A step as its form shows it. */
function describeStep(source: EntrypointSource, step: string): StepForm | null {
  return stepForm(prepare(source), step);
}

/** The artifact graph as its form shows it. */
function describeArtifacts(source: EntrypointSource): ArtifactForms {
  return artifactForms(prepare(source));
}

// What few visits need is loaded when they need it.
const unpackArchive = async (archive: Blob, name: string) =>
  (await import('#exchange/archive.ts')).unpackArchive(archive, name);
const isBundle = async (archive: Blob) => (await import('#exchange/read-bundle.ts')).isBundle(archive);
const readBundle = async (archive: Blob, name: string) =>
  (await import('#exchange/read-bundle.ts')).readBundle(archive, name);
const writeBundle = async (records: BundleRecords, blobs: readonly BundledBlob[], app: string) =>
  (await import('#exchange/write-bundle.ts')).writeBundle(records, blobs, app);

/** What the editor of a plugin tells while it is typed in. */
async function studyPlugin(files: readonly PluginFile[], known: KnownTypes): Promise<PluginStudy> {
  return (await import('#source/study-plugin.ts')).studyPlugin(files, known);
}

async function completeSource(
  filename: string,
  text: string,
  offset: number,
  files: readonly PluginFile[],
): Promise<readonly SourceSuggestion[]> {
  const { offerCompletions } = await import('#source/completion/offer.ts');
  const { loadLibrary } = await import('#source/completion/completion.ts');
  return offerCompletions(filename, text, offset, files, await loadLibrary());
}

/** Where each task of a plugin runs. */
function findRuns(files: readonly PluginFile[]): Runs {
  return listRunnable(files);
}

/** What the comments of a plugin's file say of its tasks. */
async function readTaskDocs(filename: string, files: readonly PluginFile[]): Promise<readonly TaskDoc[]> {
  const { analyseFile } = await import('#source/analysis/analyse-file.ts');
  const { functions, artifacts } = analyseFile(filename, files, new Map());
  return [
    ...functions.map(({ name, description, inputs }) => ({ name, description, inputs: docsOf(inputs) })),
    ...artifacts.map(({ name, description }) => ({ name, description, inputs: {} })),
  ];
}

function docsOf(inputs: readonly { readonly name: string; readonly description: string }[]) {
  return Object.fromEntries(inputs.map(({ name, description }) => [name, description]));
}

/** A resource TOML with its files, as one archive. */
async function packResources(plan: ImportPlan): Promise<{ archive: Blob; issues: readonly Issue[] }> {
  const { writeResources } = await import('#exchange/write-resources.ts');
  const { packFiles } = await import('#exchange/pack.ts');
  const { files, issues } = writeResources(plan);
  return { archive: packFiles(files), issues };
}

const author = {
  editGraphs,
  completeGraph,
  tellGraph,
  mendGraph,
  describeStep,
  describeArtifacts,
  readTaskDocs,
  compileEntrypoint,
  sketchEntrypoint,
  fetchPicture,
  preparePlugin,
  studyPlugin,
  completeSource,
  findRuns,
  renameFile,
  readArguments,
  readImport,
  unpackArchive,
  isBundle,
  readBundle,
  writeBundle,
  packResources,
};

export type Author = typeof author;

expose(author);
