/** Rule check_string_keys: types, parameters, tasks and steps are named by text that is not blank. */
import { issue, type Issue } from '#core/issues.ts';
import { entriesOf } from '#core/graph/description.ts';
import { show, written, type ScalarNode } from '#core/graph/node.ts';
import { at, type Path } from '#core/graph/path.ts';
import type { Subject } from '#core/graph/subject.ts';

const SECTIONS = [
  ['types', 'type'],
  ['parameters', 'parameter'],
  ['tasks', 'task'],
  ['graph', 'step'],
] as const;

export function checkStringKeys({ description }: Subject): Issue[] {
  return SECTIONS.flatMap(([section, what]) =>
    entriesOf(description.root, section).flatMap(({ key }) => checkKey(key, what, [section, show(key)])),
  );
}

function checkKey(key: ScalarNode, what: string, path: Path): Issue[] {
  if (key.type !== 'string')
    return [issue('name-not-text', { what, name: written(key), kind: key.type }, at(key, path))];
  return /\S/.test(key.value as string) ? [] : [issue('name-blank', { what }, at(key, path))];
}
