/** Records of YAML: scalars and documents must give the same values, types and faults. */
import { list, scalar, show, text, textOf, type Node } from '#core/graph/node.ts';
import { readPythonJson } from '#core/graph/python-json.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { hasErrors } from '#core/issues.ts';
import { inferType } from '#core/types/infer.ts';
import { BUILTIN_TYPES } from '#core/types/type.ts';
import { canonical, floatNode, type Record } from './record.ts';
import { decodeType, encodeType } from './type-codec.ts';

export function checkYamlDocument(record: Record): string | null {
  const { root, issues } = parseYaml(record.text('text') ?? '');
  if (hasErrors(issues) !== record.has('error')) return `fault: ${issues[0]?.message ?? 'none'}`;
  if (record.has('error')) return null;
  return compare(root, record.node('value'));
}

export function checkYamlScalar(record: Record): string | null {
  const { root, issues } = parseYaml(record.text('text') ?? '');
  if (hasErrors(issues) !== record.has('error')) return `fault: ${issues[0]?.message ?? 'none'}`;
  if (record.has('error')) return null;
  return compare(root, expectedValue(record)) ?? compareType(root, record.text('engine_type'));
}

function compare(found: Node, expected: Node): string | null {
  const [left, right] = [canonical(found), canonical(expected)];
  return left === right ? null : `${left} instead of ${right}`;
}

/** Values that JSON lacks are written as text; the Python type tells what they are. */
function expectedValue(record: Record): Node {
  const value = record.node('value');
  const written = textOf(value);
  switch (record.text('python_type')) {
    case 'float':
      return written === null ? asNumber(value) : floatNode(written);
    case 'date':
    case 'datetime':
      return scalar('date', new Date(inUtc(written ?? '')));
    case 'bytes':
      return scalar(
        'bytes',
        Uint8Array.from(written ?? '', (letter) => letter.charCodeAt(0)),
      );
    case 'set':
      return { ...list(value.kind === 'list' ? value.items : []), set: true };
    default:
      return value;
  }
}

function asNumber(value: Node): Node {
  return value.kind === 'scalar' ? scalar('number', Number(value.value)) : value;
}

/** A Python date or time, read as UTC where it has no zone. */
function inUtc(written: string): string {
  const iso = written.replace(' ', 'T');
  return !iso.includes('T') || /(?:Z|[-+]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`;
}

/** The type is the name of a simple one, or a structure as Python prints it. */
function compareType(root: Node, written: string | null): string | null {
  if (written === null) return null;
  const simple = BUILTIN_TYPES.get(written);
  const structure = simple ? null : readPythonJson(written.replaceAll("'", '"'));
  const expected = simple ?? decodeType(structure ?? text(written));
  const [left, right] = [encodeType(inferType(root)), encodeType(expected)];
  return left === right ? null : `type ${left} instead of ${right} (${show(root)})`;
}
