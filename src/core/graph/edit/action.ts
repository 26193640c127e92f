/** Every visual edit of an entrypoint's graphs as one piece of data, so that it can be asked for from another thread. */
import type { ArgumentPlace } from './arguments-tree.ts';
import {
  addDependency,
  removeArgument,
  removeDependency,
  setArgument,
  unwire,
  wire,
  type Wire,
} from './arguments.ts';
import type { ArgumentValue } from './argument-value.ts';
import {
  addArtifact,
  removeArtifact,
  renameArtifact,
  setArtifactArgument,
  setArtifactContents,
  setArtifactTask,
  type NewArtifact,
} from './artifacts.ts';
import type { Edit, EditOutcome } from './edit.ts';
import type { PreparedGraphs } from './prepared.ts';
import type { Refusal } from './refusal.ts';
import { pasteSteps } from './paste-steps.ts';
import { removeStep, removeSteps, type Removal } from './remove-step.ts';
import { renameArtifactParameter, renameParameter } from './rename-parameter.ts';
import { addStep, duplicateStep, renameStep, type NewStep } from './steps.ts';

export type GraphAction =
  | { readonly do: 'add step'; readonly step: NewStep }
  | { readonly do: 'remove step'; readonly step: string; readonly mentions: 'keep' | 'remove' }
  | { readonly do: 'remove steps'; readonly steps: readonly string[]; readonly mentions: 'keep' | 'remove' }
  | { readonly do: 'duplicate step'; readonly step: string }
  /** `text` is YAML of steps, `after` the step that they come behind; the last one where it is left out. */
  | { readonly do: 'paste steps'; readonly text: string; readonly after?: string }
  | { readonly do: 'rename step'; readonly step: string; readonly to: string }
  | {
      readonly do: 'set argument';
      readonly step: string;
      readonly input: ArgumentPlace;
      readonly value: ArgumentValue;
    }
  | { readonly do: 'remove argument'; readonly step: string; readonly input: ArgumentPlace }
  | { readonly do: 'wire' | 'unwire'; readonly wire: Wire }
  | { readonly do: 'add dependency' | 'remove dependency'; readonly step: string; readonly on: string }
  | {
      readonly do: 'rename parameter' | 'rename artifact parameter';
      readonly from: string;
      readonly to: string;
    }
  | { readonly do: 'add artifact'; readonly artifact: NewArtifact }
  | { readonly do: 'remove artifact'; readonly artifact: string }
  | { readonly do: 'rename artifact'; readonly artifact: string; readonly to: string }
  | { readonly do: 'set artifact contents'; readonly artifact: string; readonly value: ArgumentValue }
  | { readonly do: 'set artifact task'; readonly artifact: string; readonly task: string }
  | {
      readonly do: 'set artifact argument';
      readonly artifact: string;
      readonly argument: string;
      readonly value: ArgumentValue | null;
    };

/** What the edit would change, or why it cannot be done. A removed step's outcome also tells what mentioned it. */
export function performAction(prepared: PreparedGraphs, action: GraphAction): EditOutcome | Removal {
  switch (action.do) {
    case 'add step':
      return addStep(prepared, action.step);
    case 'remove step':
      return removeStep(prepared, action.step, action.mentions);
    case 'remove steps':
      return removeSteps(prepared, action.steps, action.mentions);
    case 'paste steps':
      return pasteSteps(prepared, action.text, action.after);
    case 'duplicate step':
      return duplicateStep(prepared, action.step);
    case 'rename step':
      return renameStep(prepared, action.step, action.to);
    case 'set argument':
      return setArgument(prepared, action.step, action.input, action.value);
    case 'remove argument':
      return removeArgument(prepared, action.step, action.input);
    case 'wire':
      return wire(prepared, action.wire);
    case 'unwire':
      return unwire(prepared, action.wire);
    case 'add dependency':
      return addDependency(prepared, action.step, action.on);
    case 'remove dependency':
      return removeDependency(prepared, action.step, action.on);
    case 'rename parameter':
      return renameParameter(prepared, action.from, action.to);
    case 'rename artifact parameter':
      return renameArtifactParameter(prepared, action.from, action.to);
    default:
      return performOnArtifacts(prepared, action);
  }
}

type ArtifactAction = Extract<GraphAction, { do: `${string} artifact${'' | ` ${string}`}` }>;

function performOnArtifacts(
  prepared: PreparedGraphs,
  action: Exclude<ArtifactAction, { do: 'rename artifact parameter' }>,
): EditOutcome {
  switch (action.do) {
    case 'add artifact':
      return addArtifact(prepared, action.artifact);
    case 'remove artifact':
      return removeArtifact(prepared, action.artifact);
    case 'rename artifact':
      return renameArtifact(prepared, action.artifact, action.to);
    case 'set artifact contents':
      return setArtifactContents(prepared, action.artifact, action.value);
    case 'set artifact task':
      return setArtifactTask(prepared, action.artifact, action.task);
    case 'set artifact argument':
      return setArtifactArgument(prepared, action.artifact, action.argument, action.value);
  }
}

/** What of an edit can be sent between threads. */
export type SentEdit = Pick<Edit, 'kind' | 'changes' | 'select'> & Partial<Pick<Removal, 'mentions'>>;

export function sendable(outcome: EditOutcome | Removal): SentEdit | Refusal {
  if (outcome.kind === 'refusal') return outcome;
  const { after: _after, ...edit } = outcome;
  return edit;
}
