/** Who mentions a step or a parameter: references in arguments and artifacts, and dependencies; and trees in which they say something else. */
import type { Description } from '#core/graph/description.ts';
import { entryOf, textOf, valueOf, type MapNode, type Node } from '#core/graph/node.ts';
import { readReference, type Reference } from '#core/graph/reference.ts';
import type { Step } from '#core/graph/step.ts';
import { readCallBody, writeCallBody } from './call-body.ts';
import type { PreparedGraphs } from './prepared.ts';
import { entriesOf } from './text-edit.ts';
import { withEntry, withTexts } from './tree.ts';

/** Whether a reference means the thing that is looked for. */
export type Means = (reference: Reference) => boolean;

/** References to a step: with a dot always, without one unless a parameter is called the same. */
export function meansStep(name: string, { parameters }: Pick<Description, 'parameters'>): Means {
  return (reference) => reference.name === name && (reference.output !== null || !parameters.has(name));
}

/** References to a parameter: without a dot always, with one only if nothing else is called the same. */
export function meansParameter(name: string, { stepsByName, artifactInputs }: Description): Means {
  return (reference) =>
    reference.name === name &&
    (reference.output === null || !(stepsByName.has(name) || artifactInputs.has(name)));
}

/** References to an artifact parameter, which steps and parameters of the same name hide. */
export function meansArtifactParameter(name: string, { stepsByName, parameters }: Description): Means {
  return (reference) =>
    reference.name === name && !stepsByName.has(name) && (reference.output !== null || !parameters.has(name));
}

/** Whether a node is such a reference. */
export function isMention(node: Node, means: Means): boolean {
  const reference = readReference(textOf(node) ?? '');
  return reference !== null && means(reference);
}

/** The task graph with such references going to another name, and dependencies on `dependency` as well. */
export function redirectTaskGraph(
  { taskGraph, description }: PreparedGraphs,
  means: Means,
  to: string,
  dependency: string | null,
): MapNode {
  const graph = entriesOf(taskGraph.root);
  const entries = graph.entries.map((entry, index) => {
    const body = redirectStep(description.steps[index]!, means, to, dependency);
    return body === entry.value ? entry : { ...entry, value: body };
  });
  return { ...graph, entries };
}

/** The artifact graph likewise; only contents can refer. */
export function redirectArtifactGraph({ artifactGraph }: PreparedGraphs, means: Means, to: string): MapNode {
  const graph = entriesOf(artifactGraph.root);
  const entries = graph.entries.map((entry) => {
    const contents = valueOf(entry.value, 'contents');
    if (!contents || contents.kind !== 'scalar' || entry.value.kind !== 'map') return entry;
    const redirected = withTexts(contents, redirection(means, to));
    return redirected === contents
      ? entry
      : { ...entry, value: withEntry(entry.value, 'contents', redirected) };
  });
  return { ...graph, entries };
}

function redirectStep(step: Step, means: Means, to: string, dependency: string | null): Node {
  const body = step.references.some(means) ? redirectCall(step, means, to) : step.body;
  if (body.kind !== 'map' || dependency === null) return body;
  if (!step.dependencies.some(({ name }) => name === dependency)) return body;
  const names = entryOf(body, 'dependencies')!.value;
  return withEntry(
    body,
    'dependencies',
    withTexts(names, (name) => (name === dependency ? to : null)),
  );
}

function redirectCall(step: Step, means: Means, to: string): Node {
  const call = readCallBody(step);
  if (!call) return step.body;
  const replace = redirection(means, to);
  const keywords = call.keywords && (withTexts(call.keywords, replace) as MapNode);
  return writeCallBody({
    ...call,
    positional: call.positional && withTexts(call.positional, replace),
    keywords,
  });
}

function redirection(means: Means, to: string): (text: string) => string | null {
  return (text) => {
    const reference = readReference(text);
    if (!reference || !means(reference)) return null;
    return reference.output === null ? `$${to}` : `$${to}.${reference.output}`;
  };
}
