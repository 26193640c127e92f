/** The form of steps: a task with arguments by position, by name, or both, and dependencies. */
import { issue } from '#core/issues.ts';
import { show, textOf, valueOf, type MapNode, type Node } from '#core/graph/node.ts';
import { at, type Path } from '#core/graph/path.ts';
import { expectKeys, expectMap, expectText, isPlainData, reportForm, type Report } from './form.ts';

export function checkGraphForm(section: Node, report: Report): void {
  const isEmpty =
    section.kind === 'scalar'
      ? section.type === 'null'
      : section.kind === 'map' && section.entries.length === 0;
  if (isEmpty) report(issue('no-steps', {}, at(section, ['graph'])));
  const graph = isEmpty
    ? null
    : expectMap(report, 'The task graph', section, ['graph'], 'Write "step: {task: …}" lines.');
  for (const { key, value } of graph?.entries ?? []) {
    const step = textOf(key) ?? show(key);
    checkStep(step, key, value, ['graph', step], report);
  }
}

function checkStep(step: string, key: Node, node: Node, path: Path, report: Report): void {
  if (node.kind === 'scalar' && node.type === 'null') report(issue('step-empty', { step }, at(key, path)));
  else if (node.kind !== 'map')
    reportForm(
      report,
      `Step "${step}"`,
      'a mapping',
      node,
      path,
      'Write the name of a task and its arguments, such as "hello: []".',
    );
  else if (valueOf(node, 'task')) checkMixed(step, node, path, report);
  else checkShort(step, key, node, path, report);
}

function checkMixed(step: string, node: MapNode, path: Path, report: Report): void {
  const what = `Step "${step}"`;
  expectKeys(report, what, node, path, ['task', 'args', 'kwargs', 'dependencies']);
  const task = valueOf(node, 'task')!;
  if (textOf(task) === '')
    reportForm(report, `The task of step "${step}"`, 'the name of a task', task, [...path, 'task']);
  else expectText(report, `The task of step "${step}"`, task, [...path, 'task']);
  const args = valueOf(node, 'args');
  if (args && !isPlainData(args))
    reportForm(
      report,
      `"args" of step "${step}"`,
      'a list or one value',
      args,
      [...path, 'args'],
      'Put a mapping in a list: "args: [{…}]".',
    );
  const kwargs = valueOf(node, 'kwargs');
  if (kwargs)
    expectMap(
      report,
      `"kwargs" of step "${step}"`,
      kwargs,
      [...path, 'kwargs'],
      'Write "kwargs: {}" for none.',
    );
  checkDependencies(step, node, path, report);
}

function checkShort(step: string, key: Node, node: MapNode, path: Path, report: Report): void {
  const calls = node.entries.filter((entry) => textOf(entry.key) !== 'dependencies');
  checkDependencies(step, node, path, report);
  if (calls.length === 0) report(issue('step-empty', { step }, at(key, path)));
  if (node.entries.length > 2) {
    report(issue('step-keys', { step, count: node.entries.length }, at(node.entries[2]!.key, path)));
    return;
  }
  for (const call of calls) {
    if (call.value.kind === 'map' || isPlainData(call.value)) continue;
    const name = show(call.key);
    reportForm(
      report,
      `The argument of "${name}"`,
      'plain data',
      call.value,
      [...path, name],
      'Put it in a list: "[…]".',
    );
  }
  if (new Set(calls.map((call) => call.value.kind === 'map')).size > 1) {
    report(
      issue(
        'step-forms',
        { step, keys: calls.map((call) => `"${show(call.key)}"`).join(' and ') },
        at(calls[1]!.key, path),
      ),
    );
  }
}

function checkDependencies(step: string, node: MapNode, path: Path, report: Report): void {
  const dependencies = valueOf(node, 'dependencies');
  if (!dependencies || textOf(dependencies) !== null) return;
  const own = [...path, 'dependencies'];
  if (dependencies.kind !== 'list' || dependencies.set) {
    reportForm(
      report,
      `"dependencies" of step "${step}"`,
      'a step name or a list of them',
      dependencies,
      own,
    );
    return;
  }
  dependencies.items.forEach((item, index) =>
    expectText(report, `A dependency of step "${step}"`, item, [...own, index]),
  );
}
