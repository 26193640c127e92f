/** Text in, everything known about it out: issues at their lines, a picture of the steps, and a plan where nothing is wrong. */
import { hasErrors, issue, type Issue } from '#core/issues.ts';
import { invariant } from '#core/invariant.ts';
import { checkDescription } from './check.ts';
import { describeEntrypoint } from './describe.ts';
import { readDescription } from './description.ts';
import type { Compilation, EntrypointSource, KnownArtifactTask, KnownTask } from './plan-types.ts';
import { drawPicture } from './picture.ts';
import { planDescription } from './plan.ts';
import type { Step } from './step.ts';
import { parseYaml } from './yaml.ts';

/**
 * Compiles an entrypoint. Issues name the document that they lie in, with paths from that document's root. The picture is
 * drawn as far as the task graph can be read. Never throws for what an author wrote.
 */
export function compileEntrypoint(source: EntrypointSource): Compilation {
  const taskGraph = parseYaml(source.taskGraph, 'task graph');
  const artifactGraph = parseYaml(source.artifactGraph, 'artifact graph');
  const described = describeEntrypoint(source, taskGraph.root, artifactGraph.root);
  const registered = registerTasks(source);
  const description = readDescription(described.root);
  const syntax = [...taskGraph.issues, ...artifactGraph.issues];
  const picture = drawPicture(description, registered.functions);
  if (hasErrors(syntax)) return { issues: [...syntax, ...described.issues], picture, plan: null };

  const artifactTasks = new Map(source.artifacts.map(({ name, args }) => [name, args ?? null]));
  const checked = checkDescription(description, {
    artifactTasks,
    openParameters: described.openParameters,
    tasksMayBeMissing: true,
  });
  const found = checked.map((item) => relocate(item, registered.functions));
  const issues = [...syntax, ...described.issues, ...findAmbiguousTasks(source, description.steps), ...found];
  if (hasErrors(issues)) return { issues, picture, plan: null };
  const { plan, faults } = planDescription(description, {
    ...registered,
    artifactParameters: source.artifactParameters,
  });
  invariant(
    faults.length === 0,
    `The checks let through what cannot be planned: ${faults[0]?.kind} ${faults[0]?.detail}.`,
  );
  return { issues, picture, plan };
}

interface Registered {
  readonly functions: ReadonlyMap<string, KnownTask>;
  readonly artifacts: ReadonlyMap<string, KnownArtifactTask>;
}

/** Of tasks with one name the last counts. */
function registerTasks({ functions, artifacts }: EntrypointSource): Registered {
  return {
    functions: new Map(functions.map((task) => [task.name, task])),
    artifacts: new Map(artifacts.map((task) => [task.name, task])),
  };
}

const DOCUMENTS: Readonly<Record<string, string>> = {
  graph: 'task graph',
  artifact_outputs: 'artifact graph',
  parameters: 'parameters',
  artifact_inputs: 'artifact parameters',
  types: 'types',
};

/** From a path in the description to a document and the path in it. Tasks belong to the file of their plugin. */
function relocate(found: Issue, functions: ReadonlyMap<string, KnownTask>): Issue {
  const [section, ...path] = found.path;
  const document =
    section === 'tasks' ? (functions.get(String(path[0]))?.file ?? 'task graph') : DOCUMENTS[String(section)];
  return { ...found, path, document: found.document ?? document ?? 'task graph' };
}

/** A warning for each called task that several files have. */
function findAmbiguousTasks({ functions }: EntrypointSource, steps: readonly Step[]): Issue[] {
  const called = new Set(steps.flatMap(({ call }) => call?.task ?? []));
  return [...called].flatMap((task) => {
    const places = functions.filter(({ name }) => name === task);
    if (places.length < 2) return [];
    const list = places.map(({ plugin, file }) => `${plugin}/${file}`).join(', ');
    return [issue('ambiguous-task', { task, places: list }, { path: [task], document: places.at(-1)!.file })];
  });
}
