/** The type of a value that is written out: lists are tuples, mappings have fields, and references ask who knows them. */
import type { ListNode, MapNode, Node, ScalarNode, ScalarType } from '#core/graph/node.ts';
import { distinctTypes } from './equality.ts';
import { ANY, BOOLEAN, INTEGER, NULL, NUMBER, STRING, type Type } from './type.ts';

/** The type that a text refers to, or null where it is plain text. */
export type ReferenceTypes = (text: string) => Type | null;

const NO_REFERENCES: ReferenceTypes = () => null;

const SCALAR_TYPES: Readonly<Record<ScalarType, Type>> = {
  string: STRING,
  integer: INTEGER,
  number: NUMBER,
  boolean: BOOLEAN,
  null: NULL,
  date: ANY,
  bytes: ANY,
  other: ANY,
};

/** The type of a node; texts count as text unless `references` knows better. */
export function inferType(node: Node, references: ReferenceTypes = NO_REFERENCES): Type {
  if (node.kind === 'scalar') return inferScalar(node, references);
  return node.kind === 'list' ? inferList(node, references) : inferMap(node, references);
}

function inferScalar(node: ScalarNode, references: ReferenceTypes): Type {
  if (node.type === 'string') return references(node.value as string) ?? STRING;
  return SCALAR_TYPES[node.type];
}

function inferList(node: ListNode, references: ReferenceTypes): Type {
  return { kind: 'tuple', name: null, parts: node.items.map((item) => inferType(item, references)) };
}

/** All keys text: fields. All keys whole numbers: a mapping. Anything else: any. */
function inferMap(node: MapNode, references: ReferenceTypes): Type {
  if (node.entries.every((entry) => entry.key.type === 'string')) {
    const fields = node.entries.map(
      (entry) => [entry.key.value, inferType(entry.value, references)] as const,
    );
    return { kind: 'fields', name: null, fields: new Map(fields) };
  }
  if (!node.entries.every((entry) => entry.key.type === 'integer')) return ANY;
  const values = distinctTypes(node.entries.map((entry) => inferType(entry.value, references)));
  const value: Type = values.length === 1 ? values[0]! : { kind: 'union', name: null, members: values };
  return { kind: 'mapping', name: null, key: INTEGER, value };
}
