/** The shapes that parsing, checking and planning hand to each other, to the drawing and to the engine; plain data that can be cloned. */
import type { Issue, Range } from '#core/issues.ts';
import type {
  ArtifactParameter,
  ArtifactTask,
  EntrypointParameter,
  FunctionTask,
  Json,
} from '#core/resources/content.ts';

/** A registered function task with where it lives. */
export interface KnownTask extends FunctionTask {
  readonly plugin: string;
  readonly file: string;
}

export interface KnownArtifactTask extends ArtifactTask {
  readonly plugin: string;
  readonly file: string;
  /** JSON Schema `properties` of its `args`, where it declares them. */
  readonly args?: Readonly<Record<string, Json>> | null;
}

/** All that an entrypoint's graphs may name. */
export interface EntrypointSource {
  readonly taskGraph: string;
  readonly artifactGraph: string;
  readonly parameters: readonly EntrypointParameter[];
  readonly artifactParameters: readonly ArtifactParameter[];
  readonly functions: readonly KnownTask[];
  readonly artifacts: readonly KnownArtifactTask[];
  readonly types: readonly { readonly name: string; readonly structure: Json }[];
}

/** An argument with its references made explicit. Literals are plain values; a map with keys that are not text is a `Map`. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'output'; readonly step: string; readonly output: string }
  | { readonly kind: 'artifact'; readonly name: string; readonly output: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [unknown, Expression])[] };

export interface PlanStep {
  readonly name: string;
  readonly task: KnownTask;
  readonly args: readonly Expression[];
  readonly kwargs: Readonly<Record<string, Expression>>;
  /** `whole`: one output that is the return value. `tuple`: several, zipped with what the task yields. */
  readonly outputs: 'none' | 'whole' | 'tuple';
  /** Names of the steps that must end before it, by reference or dependency. */
  readonly after: readonly string[];
  /** Steps whose outputs no later step or artifact needs once this step is done. */
  readonly releases: readonly string[];
}

export interface PlanArtifact {
  readonly name: string;
  readonly contents: Expression;
  readonly task: KnownArtifactTask;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What the engine runs: steps in the reference's order, then the artifact outputs. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly artifacts: readonly PlanArtifact[];
  readonly artifactParameters: readonly ArtifactParameter[];
}

/** The drawing of a task graph; made even from a graph with faults, as far as it can be read. */
export interface Picture {
  readonly steps: readonly PictureStep[];
  readonly edges: readonly PictureEdge[];
}

export interface PictureStep {
  readonly name: string;
  readonly task: string | null;
  readonly plugin: string | null;
  /** Inputs in registered order, with the text that is given (`$seed`, `0.3`), null where the default stands. */
  readonly inputs: readonly {
    readonly name: string;
    readonly type: string | null;
    readonly required: boolean;
    readonly given: string | null;
  }[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  /** References that nothing answers, as written. */
  readonly unresolved: readonly string[];
  /** Where the step stands in the task graph's text. */
  readonly range: Range | null;
  /** What is given to each input, whole and however it was written, for comparing; see `exactText`. */
  readonly exact?: Readonly<Record<string, string>>;
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** `reference`: by use of an output. `dependency`: stated in `dependencies`. */
  readonly kind: 'reference' | 'dependency';
  /** Output and input names of a reference, where they are known. */
  readonly output: string | null;
  readonly input: string | null;
}

/** Text in, everything known about it out. `plan` is null where an ERROR stands among the issues. */
export interface Compilation {
  readonly issues: readonly Issue[];
  readonly picture: Picture;
  readonly plan: Plan | null;
}
