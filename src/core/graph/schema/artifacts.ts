/** The form of artifact inputs and outputs; the arguments of an artifact task obey the JSON Schema that it declares. */
import { didYouMean } from '#core/nearest.ts';
import { issue } from '#core/issues.ts';
import { show, textOf, valueOf, type Node } from '#core/graph/node.ts';
import { at, type Path } from '#core/graph/path.ts';
import { plainValue } from '#core/graph/value.ts';
import type { Json } from '#core/resources/content.ts';
import { expectKeys, expectMap, expectText, type Report } from './form.ts';
import { findJsonFault } from './json-schema.ts';
import { checkOutputsForm } from './tasks.ts';

/** The artifact tasks that may be named, with the schema of each argument where one is declared. */
export type ArtifactTasks = ReadonlyMap<string, Readonly<Record<string, Json>> | null>;

export function checkArtifactInputsForm(section: Node, report: Report): void {
  const inputs = expectMap(report, 'The section "artifact_inputs"', section, ['artifact_inputs']);
  for (const { key, value } of inputs?.entries ?? []) {
    const name = textOf(key) ?? show(key);
    checkOutputsForm(`The artifact "${name}"`, value, ['artifact_inputs', name], report);
  }
}

export function checkArtifactOutputsForm(section: Node, tasks: ArtifactTasks, report: Report): void {
  const outputs = expectMap(report, 'The artifact graph', section, ['artifact_outputs']);
  for (const { key, value } of outputs?.entries ?? []) {
    const name = textOf(key) ?? show(key);
    checkArtifactOutput(name, value, ['artifact_outputs', name], tasks, report);
  }
}

function checkArtifactOutput(
  name: string,
  node: Node,
  path: Path,
  tasks: ArtifactTasks,
  report: Report,
): void {
  const what = `The artifact "${name}"`;
  const output = expectMap(report, what, node, path, 'Write "contents: $step" and "task: {name: …}".');
  if (!output) return;
  expectKeys(report, what, output, path, ['contents', 'task']);
  const contents = valueOf(output, 'contents');
  if (contents) expectText(report, `"contents" of artifact "${name}"`, contents, [...path, 'contents']);
  else
    report(
      issue(
        'missing-key',
        { what, key: 'contents', expected: 'what to store, such as $step.output' },
        at(output, path),
      ),
    );
  const task = valueOf(output, 'task');
  if (task) checkArtifactTask(name, task, [...path, 'task'], tasks, report);
  else
    report(
      issue(
        'missing-key',
        { what, key: 'task', expected: '{name: …}, the task that stores it' },
        at(output, path),
      ),
    );
}

function checkArtifactTask(
  artifact: string,
  node: Node,
  path: Path,
  tasks: ArtifactTasks,
  report: Report,
): void {
  const what = `The task of artifact "${artifact}"`;
  const task = expectMap(report, what, node, path, 'Write "task: {name: …}".');
  if (!task) return;
  expectKeys(report, what, task, path, ['name', 'args']);
  const name = valueOf(task, 'name');
  if (!name) {
    report(
      issue('missing-key', { what, key: 'name', expected: 'the name of an artifact task' }, at(task, path)),
    );
    return;
  }
  expectText(report, `The name of ${what.replace('The', 'the')}`, name, [...path, 'name']);
  const known = textOf(name) ?? '';
  if (textOf(name) !== null && !tasks.has(known)) {
    report(
      issue(
        'unknown-artifact-task',
        { task: known, hint: didYouMean(known, tasks.keys()) },
        at(name, [...path, 'name']),
      ),
    );
  }
  const args = valueOf(task, 'args');
  if (args) checkArguments(known, args, [...path, 'args'], tasks.get(known) ?? {}, report);
}

/** Arguments that are not declared are let through, as the reference does. */
function checkArguments(
  task: string,
  node: Node,
  path: Path,
  schemas: Readonly<Record<string, Json>>,
  report: Report,
): void {
  const args = expectMap(
    report,
    `"args" of artifact task "${task}"`,
    node,
    path,
    'Give each argument by its name: "args: {format: csv}".',
  );
  for (const { key, value } of args?.entries ?? []) {
    const name = textOf(key) ?? show(key);
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const problem = schema === undefined ? null : findJsonFault(plainValue(value), schema);
    if (problem) report(issue('artifact-argument', { task, name, problem }, at(value, [...path, name])));
  }
}
