/** Records of the type system: equality, fitting, inference, and what can be built. */
import { textOf, valueOf, type Node } from '#core/graph/node.ts';
import { isAssignable } from '#core/types/assign.ts';
import { constructSimple, constructStructure, constructUnion } from '#core/types/construct.ts';
import { sameType } from '#core/types/equality.ts';
import { inferType } from '#core/types/infer.ts';
import { buildRegistry, type Registry, type RegistryFaultKind } from '#core/types/registry.ts';
import { BUILTIN_TYPES } from '#core/types/type.ts';
import { decode, type Record } from './record.ts';
import { decodeParts, decodeType, encodeType } from './type-codec.ts';

export function checkTypesCompatible(record: Record): string | null {
  const fits = isAssignable(decodeType(record.raw('arg')!), decodeType(record.raw('param')!));
  return fits === record.flag('result') ? null : `fits: ${fits}`;
}

export function checkTypeEquality(record: Record): string | null {
  const same = sameType(decodeType(record.raw('a')!), decodeType(record.raw('b')!));
  return same === record.flag('result') ? null : `equal: ${same}`;
}

export function checkInferType(record: Record): string | null {
  const found = encodeType(inferType(record.node('value')));
  const expected = encodeType(decodeType(record.raw('result')!));
  return found === expected ? null : `${found} instead of ${expected}`;
}

/** The faults that each of the reference's exceptions stands for. */
const FAULTS: ReadonlyMap<string, readonly RegistryFaultKind[]> = new Map([
  ['InvalidKeyTypeError', ['key-type']],
  ['TooManyTypeStructuresError', ['type-forms']],
  ['DioptraTypeError', ['type-forms']],
  ['NonSimpleSuperTypeError', ['supertype-form']],
  ['TypeNotFoundError', ['unknown-type']],
  ['TypeReferenceCycleError', ['type-cycle']],
  ['BuiltinTypeRedefinitionError', ['builtin-type']],
  ['AnonymousSimpleTypeError', ['nameless', 'empty-union']],
  ['InvalidTypeStructureDefinitionError', ['type-structure']],
]);

export function checkTypeRegistry(record: Record): string | null {
  const { types, faults } = buildRegistry(readDefinitions(record.node('types')));
  const error = record.text('error');
  if (error === null && faults.length === 0) return compareBuilt(types, record.raw('built'));
  const kinds = faults.map(({ kind }) => kind);
  const expected = error === null ? [] : FAULTS.get(error);
  const agrees = expected ? kinds.some((kind) => expected.includes(kind)) : kinds.length > 0;
  return agrees ? null : `faults: ${kinds.join(', ') || 'none'} instead of ${error ?? 'none'}`;
}

function readDefinitions(types: Node) {
  const entries = types.kind === 'map' ? types.entries : [];
  return entries.map(({ key, value }) => ({ name: textOf(key), definition: value }));
}

function compareBuilt(types: Registry['types'], built: Node | undefined): string | null {
  const found = [...types]
    .filter(([name]) => !BUILTIN_TYPES.has(name))
    .map(([name, type]) => `${name} ${encodeType(type)}`);
  const entries = built?.kind === 'map' ? built.entries : [];
  const expected = entries.map(({ key, value }) => `${String(key.value)} ${encodeType(decodeType(value))}`);
  const [left, right] = [found, expected].map((lines) => lines.toSorted().join('; '));
  return left === right ? null : `${left} instead of ${right}`;
}

export function checkTypeConstruct(record: Record): string | null {
  const fault = construct(decode(record.raw('spec')!));
  return (fault !== null) === record.has('error') ? null : `fault: ${fault ?? 'none'}`;
}

function construct(spec: Node): string | null {
  const parts = valueOf(spec, 'def') ?? valueOf(spec, 'structure');
  switch (textOf(valueOf(spec, 'new'))) {
    case 'simple':
      return faultOf(constructSimple(textOf(valueOf(spec, 'name'))));
    case 'structure':
      return faultOf(
        constructStructure(
          textOf(valueOf(spec, 'form')) as 'list' | 'tuple' | 'mapping',
          decodeParts(parts!),
        ),
      );
    case 'structured_type':
      return faultOf(constructStructure('list', decodeParts(parts!)));
    case 'union':
      constructUnion(parts?.kind === 'list' ? parts.items.map(decodeType) : []);
      return null;
    default:
      return 'is of no known kind';
  }
}

function faultOf(constructed: object): string | null {
  return 'fault' in constructed ? String(constructed.fault) : null;
}
