/** The form of tasks: a plugin, a list of inputs, and outputs. */
import { issue } from '#core/issues.ts';
import { show, textOf, valueOf, type MapNode, type Node } from '#core/graph/node.ts';
import { at, type Path } from '#core/graph/path.ts';
import { expectKeys, expectMap, expectText, reportForm, type Report } from './form.ts';

export function checkTasksForm(section: Node, report: Report): void {
  const tasks = expectMap(report, 'The section "tasks"', section, ['tasks']);
  if (tasks && tasks.entries.length === 0) report(issue('no-tasks', {}, at(tasks, ['tasks'])));
  for (const { key, value } of tasks?.entries ?? []) {
    const name = textOf(key) ?? show(key);
    checkTask(name, value, ['tasks', name], report);
  }
}

function checkTask(name: string, node: Node, path: Path, report: Report): void {
  const what = `The task "${name}"`;
  const task = expectMap(report, what, node, path);
  if (!task) return;
  expectKeys(report, what, task, path, ['plugin', 'inputs', 'outputs']);
  const plugin = valueOf(task, 'plugin');
  if (!plugin)
    report(
      issue('missing-key', { what, key: 'plugin', expected: 'package.module.function' }, at(task, path)),
    );
  else checkPlugin(name, plugin, [...path, 'plugin'], report);
  const inputs = valueOf(task, 'inputs');
  if (inputs) checkInputs(name, inputs, [...path, 'inputs'], report);
  const outputs = valueOf(task, 'outputs');
  if (outputs) checkOutputsForm(`The outputs of task "${name}"`, outputs, [...path, 'outputs'], report);
}

function checkPlugin(task: string, node: Node, path: Path, report: Report): void {
  const plugin = textOf(node);
  if (plugin === null) expectText(report, `The plugin of task "${task}"`, node, path);
  else if ([...plugin].length < 3) report(issue('plugin-too-short', { task, plugin }, at(node, path)));
}

function checkInputs(task: string, node: Node, path: Path, report: Report): void {
  if (node.kind !== 'list' || node.set) {
    reportForm(
      report,
      `The inputs of task "${task}"`,
      'a list',
      node,
      path,
      'Write "inputs: [{name: x, type: any}]".',
    );
    return;
  }
  node.items.forEach((item, index) =>
    checkInput(`Input ${index + 1} of task "${task}"`, item, [...path, index], report),
  );
}

/** The key `name` makes it the long form, so the short form cannot name an input so. */
function checkInput(what: string, node: Node, path: Path, report: Report): void {
  const input = expectMap(report, what, node, path);
  if (!input) return;
  if (valueOf(input, 'name')) checkLongInput(what, input, path, report);
  else checkOnePair(what, input, path, report);
}

function checkLongInput(what: string, node: MapNode, path: Path, report: Report): void {
  expectKeys(report, what, node, path, ['name', 'type', 'required']);
  expectText(report, `The name of ${lower(what)}`, valueOf(node, 'name')!, [...path, 'name']);
  const type = valueOf(node, 'type');
  if (type) expectText(report, `The type of ${lower(what)}`, type, [...path, 'type']);
  else report(issue('missing-key', { what, key: 'type', expected: 'the name of a type' }, at(node, path)));
  const required = valueOf(node, 'required');
  if (required && !(required.kind === 'scalar' && required.type === 'boolean')) {
    reportForm(report, `"required" of ${lower(what)}`, 'true or false', required, [...path, 'required']);
  }
}

/** One `{name: type}`, or a list of them. */
export function checkOutputsForm(what: string, node: Node, path: Path, report: Report): void {
  if (node.kind === 'list' && !node.set)
    node.items.forEach((item, index) => checkOnePair(what, item, [...path, index], report));
  else checkOnePair(what, node, path, report);
}

function checkOnePair(what: string, node: Node, path: Path, report: Report): void {
  const entry = node.kind === 'map' && node.entries.length === 1 ? node.entries[0]! : null;
  if (entry) expectText(report, `The type of "${show(entry.key)}"`, entry.value, [...path, show(entry.key)]);
  else
    reportForm(
      report,
      what,
      'one name with its type',
      node,
      path,
      'Write "{name: type}", with one name in each mapping.',
    );
}

function lower(what: string): string {
  return what.replace(/^[TI]/, (letter) => letter.toLowerCase());
}
