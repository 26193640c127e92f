/** The form of type definitions: simple ones, lists, tuples, mappings and unions. */
import { issue } from '#core/issues.ts';
import { show, textOf, valueOf, type MapNode, type Node } from '#core/graph/node.ts';
import { at, type Path } from '#core/graph/path.ts';
import { expectKeys, expectMap, expectText, reportForm, type Report } from './form.ts';

const FORMS = ['list', 'tuple', 'mapping', 'union'];
const DEFINITION = 'a type name, or a mapping with list, tuple, mapping or union';

export function checkTypesForm(section: Node, report: Report): void {
  const types = expectMap(report, 'The section "types"', section, ['types']);
  for (const { key, value } of types?.entries ?? []) {
    const name = textOf(key) ?? show(key);
    checkDefinition(`The type "${name}"`, value, ['types', name], report);
  }
}

/** Null, `{}` and `{is_a: name}` are simple; anything else is a structure or a union. */
function checkDefinition(what: string, node: Node, path: Path, report: Report): void {
  if (node.kind === 'scalar' && node.type === 'null') return;
  const definition = expectMap(
    report,
    what,
    node,
    path,
    'Leave it empty for a simple type, or write one of list, tuple, mapping and union.',
  );
  if (!definition || definition.entries.length === 0) return;
  const parent = valueOf(definition, 'is_a');
  if (parent && definition.entries.length === 1)
    expectText(report, `The supertype of ${lower(what)}`, parent, [...path, 'is_a']);
  else checkComplex(what, definition, path, report);
}

function checkComplex(what: string, node: MapNode, path: Path, report: Report): void {
  const forms = node.entries.map(({ key }) => textOf(key) ?? show(key));
  const known = forms.filter((form) => FORMS.includes(form) || form === 'is_a');
  if (known.length > 1) report(issue('type-forms', { what, forms: known.join(', ') }, at(node, path)));
  else if (known.length === 0 || known.length < forms.length) expectKeys(report, what, node, path, FORMS);
  else checkForm(known[0]!, what, valueOf(node, known[0]!)!, [...path, known[0]!], report);
}

function checkForm(form: string, what: string, node: Node, path: Path, report: Report): void {
  if (form === 'is_a') reportForm(report, what, DEFINITION, node, path);
  else if (form === 'list') checkPart(what, node, path, report);
  else if (form === 'mapping') checkMapping(what, node, path, report);
  else if (node.kind === 'list')
    node.items.forEach((item, index) => checkPart(what, item, [...path, index], report));
  else reportForm(report, `The ${form} of ${lower(what)}`, 'a list of types', node, path);
}

function checkMapping(what: string, node: Node, path: Path, report: Report): void {
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) checkPart(what, value, [...path, show(key)], report);
  } else if (node.kind === 'list') {
    if (node.items.length !== 2)
      report(issue('mapping-parts', { what, count: node.items.length }, at(node, path)));
    node.items.forEach((item, index) => checkPart(what, item, [...path, index], report));
  } else
    reportForm(
      report,
      `The mapping of ${lower(what)}`,
      'a list of a key type and a value type, or a mapping from keys to types',
      node,
      path,
    );
}

/** Inside a definition stands the name of a type or another complex definition, never a simple one. */
function checkPart(what: string, node: Node, path: Path, report: Report): void {
  if (textOf(node) !== null) return;
  if (node.kind === 'map' && node.entries.length > 0) checkComplex(what, node, path, report);
  else reportForm(report, `A part of ${lower(what)}`, DEFINITION, node, path);
}

function lower(what: string): string {
  return what.replace(/^The /, 'the ');
}
