/** The form of global parameters: a bare default, or a mapping with a type, a default or both. */
import { issue } from '#core/issues.ts';
import { show, textOf, valueOf, type Node } from '#core/graph/node.ts';
import { at, type Path } from '#core/graph/path.ts';
import { expectKeys, expectMap, expectText, isPlainData, reportForm, type Report } from './form.ts';

export function checkParametersForm(section: Node, report: Report): void {
  const parameters = expectMap(report, 'The section "parameters"', section, ['parameters']);
  for (const { key, value } of parameters?.entries ?? []) {
    const name = textOf(key) ?? show(key);
    checkParameter(name, value, ['parameters', name], report);
  }
}

function checkParameter(name: string, node: Node, path: Path, report: Report): void {
  const what = `The parameter "${name}"`;
  if (node.kind !== 'map') {
    if (!isPlainData(node))
      reportForm(
        report,
        what,
        'plain data or a mapping with "default"',
        node,
        path,
        `Write "${name}: {default: …}".`,
      );
    return;
  }
  const type = valueOf(node, 'type');
  if (!type && !valueOf(node, 'default')) {
    report(issue('map-default', { name }, at(node, path)));
    return;
  }
  expectKeys(report, what, node, path, ['type', 'default']);
  if (type) expectText(report, `The type of parameter "${name}"`, type, [...path, 'type']);
}
