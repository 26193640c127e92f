/** What signature analysis says of a plugin file: the tasks that its text holds, each as it could be registered. Plain data. */
import type { Issue, Range } from '#core/issues.ts';
import type { FunctionTask, Json, TaskInput, TaskOutput } from '#core/resources/content.ts';

/** The parameter types that exist, by name, each with its structure; the built-in ones are not among them. */
export type KnownTypes = ReadonlyMap<string, Json>;

export interface AnalysedInput extends TaskInput {
  /** What the comment says of it; empty where it says nothing. */
  readonly description: string;
  /** The type as the author wrote it, or null where the text says none and `type` is a guess. */
  readonly written: string | null;
  /** Whether its default is null, so that the type without null says the same. */
  readonly nullByDefault: boolean;
}

export interface AnalysedOutput extends TaskOutput {
  readonly written: string | null;
  /** Whether the author gave it its name. */
  readonly named: boolean;
}

export interface AnalysedFunction extends FunctionTask {
  readonly inputs: readonly AnalysedInput[];
  readonly outputs: readonly AnalysedOutput[];
  /** What the comment says of the task. */
  readonly description: string;
  readonly range: Range;
  /** Whether it looks like a task: not marked `@internal`, not taken from another file, not needed by one. */
  readonly offered: boolean;
}

export interface AnalysedArtifact {
  readonly name: string;
  readonly outputs: readonly AnalysedOutput[];
  readonly description: string;
  readonly range: Range;
  readonly offered: boolean;
}

/** A parameter type that a task names and that does not exist yet. */
export interface ProposedType {
  readonly name: string;
  /** Null for a simple type: a value that only other tasks make. */
  readonly structure: Json;
  /** What the author's comment says of it, or else how it is written. */
  readonly description: string;
  /** The type as written, or null for a parameter without one. */
  readonly written: string | null;
  /** Why it is needed, in one sentence. */
  readonly why: string;
  /** Whether the author's text has a name for it, so that another name may mean the same. */
  readonly named: boolean;
}

export interface Analysis {
  readonly filename: string;
  /** False where the text cannot be read, so that nothing is known of its tasks. */
  readonly readable: boolean;
  readonly functions: readonly AnalysedFunction[];
  readonly artifacts: readonly AnalysedArtifact[];
  /** Each stands after those that it is made of. */
  readonly missingTypes: readonly ProposedType[];
  /** What the file exports in a way that only running it would tell. */
  readonly unclear: readonly string[];
  readonly issues: readonly Issue[];
}
