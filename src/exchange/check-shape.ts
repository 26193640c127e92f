/** Holds a parsed TOML against the grammar: every key that is wrong, missing or unknown, each at its place. */
import type { ImportFault } from '#core/resources/import-issues.ts';
import type { Shape } from './grammar.ts';
import type { Path } from './toml-places.ts';

const WANTED = {
  text: 'text in quotes',
  flag: 'true or false',
  scalar: 'text, a number, or true or false',
  structure: 'a table',
  list: 'a list',
  table: 'a table',
} as const;

type Fault = ImportFault & { readonly path: Path };

export function checkShape(value: unknown, shape: Shape, path: Path = []): Fault[] {
  if (!fits(value, shape)) return [wrongType(value, shape, path)];
  if (shape.kind === 'list') {
    return (value as unknown[]).flatMap((item, i) => checkShape(item, shape.of, [...path, i]));
  }
  return shape.kind === 'table' ? checkTable(value as Record<string, unknown>, shape, path) : [];
}

function checkTable(value: Record<string, unknown>, shape: Shape & { kind: 'table' }, path: Path): Fault[] {
  const owner = shape.what;
  const known = Object.keys(shape.keys).join(', ');
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape.keys, key));
  return [
    ...unknown.map((key): Fault => ({
      code: 'import-unknown-key',
      words: { key, owner, known },
      path: [...path, key],
    })),
    ...Object.entries(shape.keys).flatMap(([key, { shape: inner, required }]): Fault[] => {
      if (Object.hasOwn(value, key)) return checkShape(value[key], inner, [...path, key]);
      return required ? [{ code: 'import-missing-key', words: { key, owner }, path }] : [];
    }),
  ];
}

function fits(value: unknown, shape: Shape): boolean {
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    case 'scalar':
      return ['string', 'boolean', 'number', 'bigint'].includes(typeof value);
    case 'list':
      return Array.isArray(value);
    default:
      return isTable(value);
  }
}

function wrongType(value: unknown, shape: Shape, path: Path): Fault {
  const key = String(path.findLast((part) => typeof part === 'string') ?? 'the file');
  const words = { key, wanted: WANTED[shape.kind], found: kindOf(value), hint: hintFor(value, shape, key) };
  return { code: 'import-wrong-type', words, path };
}

function hintFor(value: unknown, shape: Shape, key: string): string {
  if (key === 'tasks' && Array.isArray(value))
    return 'Write [[plugins.tasks.functions]] or [[plugins.tasks.artifacts]].';
  if (shape.kind === 'scalar') return 'Write lists and mappings as JSON in quotes.';
  return `Write ${WANTED[shape.kind]} here.`;
}

/** The parser makes tables without a prototype; a date is an object of its class. */
function isTable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isTable(value)) return 'a table';
  if (typeof value === 'object') return 'a date';
  return { string: 'text', boolean: 'true or false' }[typeof value as string] ?? 'a number';
}
