/** What can be done about an issue at the press of a key. */
import type { Issue } from '#core/issues.ts';
import { show } from '#core/graph/node.ts';
import { carryOut, type EditOutcome } from '#core/graph/edit/edit.ts';
import type { GraphDocument } from '#core/graph/edit/graph-text.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { setArtifactContents, setArtifactTask } from '#core/graph/edit/artifacts.ts';
import { proposeStepName } from '#core/graph/edit/names.ts';
import { renameStep } from '#core/graph/edit/steps.ts';
import { entriesOf } from '#core/graph/edit/text-edit.ts';
import { withKey, withoutEntry } from '#core/graph/edit/tree.ts';
import { nearestName } from '#core/nearest.ts';
import { fixMissing, fixSurplus, fixTwice, fixType, fixUnknown } from './argument-fixes.ts';
import { listCandidates } from './candidates.ts';
import { fixBy, fixByPage, type Fix } from './fix.ts';
import { readSlots } from './issue-slots.ts';
import { replaceAt } from './node-at.ts';
import { fixCycle, fixDependency, fixReference } from './reference-fixes.ts';
import { fixText } from './text-fixes.ts';

/** A task that a plugin has which is not attached. */
export interface OfferedTask {
  readonly name: string;
  readonly plugin: string;
}

/** What could be attached. */
export interface Offer {
  readonly functions: readonly OfferedTask[];
  readonly artifacts: readonly OfferedTask[];
}

/** How many names are proposed where none is nearest. */
const MOST_NAMES = 3;

/** The likeliest first; none where nothing can be done but by hand. The issue must be of these very texts. */
export function fixesOf(
  prepared: PreparedGraphs,
  issue: Issue,
  offer: Offer = { functions: [], artifacts: [] },
): readonly Fix[] {
  const document: GraphDocument = issue.document === 'artifact graph' ? 'artifact graph' : 'task graph';
  const fixer = new Fixer(prepared, issue, document, offer);
  return fixer.fixes();
}

class Fixer {
  readonly #prepared: PreparedGraphs;
  readonly #issue: Issue;
  readonly #document: GraphDocument;
  readonly #offer: Offer;
  readonly #slots: Readonly<Record<string, string>>;
  /** The step, or the entry of the artifact graph. */
  readonly #owner: string;
  readonly #offset: number;

  constructor(prepared: PreparedGraphs, issue: Issue, document: GraphDocument, offer: Offer) {
    this.#prepared = prepared;
    this.#issue = issue;
    this.#document = document;
    this.#offer = offer;
    this.#slots = readSlots(issue);
    this.#owner = String(issue.path[0] ?? '');
    this.#offset = issue.range?.start.offset ?? -1;
  }

  fixes(): readonly Fix[] {
    const { code } = this.#issue;
    if (code.startsWith('yaml-')) return this.#textFixes();
    if (code.endsWith('-type') && code.startsWith('unknown-')) return this.#typeFixes();
    return this.#argumentFixes() ?? this.#referenceFixes() ?? this.#nameFixes() ?? [];
  }

  #textFixes(): Fix[] {
    const mendable = ['yaml-tab', 'yaml-quotes-needed', 'yaml-reserved', 'yaml-malformed'];
    return mendable.includes(this.#issue.code) ? fixText(this.#prepared, this.#document, this.#issue) : [];
  }

  #typeFixes(): Fix[] {
    const { type } = this.#slots;
    return type ? [fixByPage(`Make a type "${type}"`, { kind: 'create type', name: type })] : [];
  }

  #argumentFixes(): Fix[] | null {
    const { name = '', input = '' } = this.#slots;
    switch (this.#issue.code) {
      case 'missing-argument':
        return fixMissing(this.#prepared, this.#owner, name);
      case 'unknown-argument':
        return fixUnknown(this.#prepared, this.#owner, name);
      case 'too-many-arguments':
        return fixSurplus(this.#prepared, this.#owner);
      case 'argument-twice':
        return fixTwice(this.#prepared, this.#owner, name);
      case 'argument-type':
        return fixType(this.#prepared, this.#owner, input, this.#offset);
      default:
        return null;
    }
  }

  #referenceFixes(): Fix[] | null {
    const { name = '', cycle = '' } = this.#slots;
    switch (this.#issue.code) {
      case 'unknown-reference':
      case 'output-needed':
      case 'unknown-output':
      case 'parameter-output':
        return fixReference(this.#prepared, this.#document, this.#offset);
      case 'unknown-dependency':
        return fixDependency(this.#prepared, this.#owner, name, this.#offset);
      case 'step-cycle':
        return fixCycle(this.#prepared, cycle.split(' → '));
      default:
        return null;
    }
  }

  #nameFixes(): Fix[] | null {
    const { functions, artifacts } = this.#prepared.source;
    switch (this.#issue.code) {
      case 'unknown-task':
        return this.#taskFixes(functions, this.#offer.functions, false);
      case 'unknown-artifact-task':
        return this.#taskFixes(artifacts, this.#offer.artifacts, true);
      case 'unknown-key':
        return this.#keyFixes();
      case 'missing-key':
        return this.#document === 'artifact graph' ? this.#artifactFixes() : [];
      case 'name-collision':
      case 'name-dot':
      case 'name-not-text':
        return this.#issue.document === 'task graph' ? this.#stepNameFixes() : [];
      default:
        return null;
    }
  }

  #taskFixes(
    attached: readonly { readonly name: string }[],
    offered: readonly OfferedTask[],
    isArtifactTask: boolean,
  ): Fix[] {
    const task = this.#slots.task ?? '';
    const near = nearestName(
      task,
      attached.map(({ name }) => name),
    );
    const attach = offered
      .filter(({ name }) => name === task)
      .map(({ plugin }) =>
        fixByPage(`Attach the plugin "${plugin}", which has "${task}"`, {
          kind: 'add plugin',
          plugin,
          task,
          isArtifactTask,
        }),
      );
    return [...attach, ...(near === null ? [] : this.#replace(near))];
  }

  #replace(name: string): Fix[] {
    return fixBy(`Change to "${name}"`, replaceAt(this.#prepared, this.#document, this.#offset, name));
  }

  #keyFixes(): Fix[] {
    const { key = '', allowed = '' } = this.#slots;
    const near = nearestName(key, allowed.split(', '));
    return [
      ...(near === null ? [] : this.#replace(near)),
      ...fixBy(`Remove "${key}"`, this.#withoutKey(key)),
    ];
  }

  /** Keys that are not allowed stand in a step, in an artifact, or in the task of an artifact. */
  #withoutKey(key: string): EditOutcome {
    const graph = entriesOf(
      (this.#document === 'task graph' ? this.#prepared.taskGraph : this.#prepared.artifactGraph).root,
    );
    const isInTask = this.#issue.path.length === 3;
    const entries = graph.entries.map((entry) => {
      if (show(entry.key) !== this.#owner || entry.value.kind !== 'map') return entry;
      if (!isInTask) return { ...entry, value: withoutEntry(entry.value, key) };
      const inner = entry.value.entries.map((part) =>
        show(part.key) === 'task' && part.value.kind === 'map'
          ? { ...part, value: withoutEntry(part.value, key) }
          : part,
      );
      return { ...entry, value: { ...entry.value, entries: inner } };
    });
    return carryOut(
      this.#prepared,
      this.#document === 'task graph'
        ? { taskGraph: { ...graph, entries } }
        : { artifactGraph: { ...graph, entries } },
    );
  }

  #artifactFixes(): Fix[] {
    const { key } = this.#slots;
    if (key === 'contents')
      return listCandidates(this.#prepared, null)
        .filter(({ kind }) => kind === 'output')
        .slice(0, MOST_NAMES)
        .flatMap(({ text: contents, name, output }) =>
          fixBy(
            `Store ${contents}`,
            setArtifactContents(this.#prepared, this.#owner, { kind: 'reference', name, output }),
          ),
        );
    return this.#prepared.source.artifacts
      .slice(0, MOST_NAMES)
      .flatMap(({ name }) =>
        fixBy(`Store it by "${name}"`, setArtifactTask(this.#prepared, this.#owner, name)),
      );
  }

  #stepNameFixes(): Fix[] {
    const step = this.#prepared.step(this.#owner);
    if (!step) return [];
    if (this.#issue.code !== 'name-not-text') {
      const name = proposeStepName(this.#prepared, step.name);
      return fixBy(`Rename the step to "${name}"`, renameStep(this.#prepared, step.name, name));
    }
    const { root, text: all } = this.#prepared.taskGraph;
    const { place } = step.key;
    const name = place ? all.slice(place.start, place.end) : '';
    const taskGraph = withKey(entriesOf(root), step.key, name);
    return name === '' ? [] : fixBy('Put the name in quotes', carryOut(this.#prepared, { taskGraph }));
  }
}
