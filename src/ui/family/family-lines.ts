/** The jobs of a family as lines of a table: what varies and what was measured, each a column that sorts and can be searched. */
import { numbersOf } from '#core/family/curve.ts';
import type { FamilyTable } from '#core/family/table.ts';
import type { Line, LineField } from '#core/search/line.ts';
import { sayNumber } from '#ui/resource/say.ts';
import type { Column } from '#ui/table/column.ts';

/** Fields that every family has. */
const OWN = ['place', 'number', 'status', 'seed', 'took', 'reason'] as const;

type FieldNames = Readonly<Record<'parameter' | 'metric', (name: string) => string>>;

export interface FamilyLines {
  readonly lines: readonly Line[];
  readonly fields: readonly LineField[];
  readonly columns: readonly Column[];
}

/** `shown` are the metrics that have a column from the start; the others can be chosen. */
export function linesOfFamily(table: FamilyTable, shown: readonly string[], seeds: number): FamilyLines {
  const taken = new Set<string>(OWN);
  const names = { parameter: fieldNames(table.parameters, taken), metric: fieldNames(table.metrics, taken) };
  const numbers = new Set(numbersOf(table));
  const cellOf = (name: string, text: string) => (numbers.has(name) ? Number(text) : text || null);
  return {
    lines: table.rows.map((row) => ({
      id: row.id,
      cells: {
        number: row.job,
        place: row.place + 1,
        status: row.status,
        seed: row.seed,
        took: row.took,
        reason: row.reason,
        ...Object.fromEntries(
          table.parameters.map((name) => [names.parameter(name), cellOf(name, row.values[name] ?? '')]),
        ),
        ...Object.fromEntries(
          table.metrics.map((name) => [
            names.metric(name),
            Object.hasOwn(row.figures, name) ? row.figures[name]! : null,
          ]),
        ),
      },
      tags: [],
      links: {},
      deleted: false,
    })),
    fields: fieldsOf(table, names, numbers),
    columns: columnsOf(table, names, numbers, shown, seeds),
  };
}

function columnsOf(
  table: FamilyTable,
  names: FieldNames,
  numbers: ReadonlySet<string>,
  shown: readonly string[],
  seeds: number,
): readonly Column[] {
  return [
    { id: 'place', name: 'Job', text: ({ cells }) => `Job ${cells.number}`, width: 6 },
    ...table.parameters.map((name): Column => {
      const id = names.parameter(name);
      return numbers.has(name)
        ? { id, name, width: 6, end: true, named: true }
        : { id, name, show: 'mono', width: 9, named: true };
    }),
    { id: 'seed', name: 'Seed', width: 7, end: true, named: true, spare: seeds < 2 },
    { id: 'status', name: 'State', show: 'state', width: 8 },
    ...table.metrics.map((name): Column => {
      const id = names.metric(name);
      return {
        id,
        name,
        width: 8,
        end: true,
        falling: true,
        named: true,
        spare: !shown.includes(name),
        text: ({ cells }) => (typeof cells[id] === 'number' ? sayNumber(cells[id]) : ''),
      };
    }),
    { id: 'took', name: 'Took', show: 'duration', width: 6, end: true, falling: true },
    {
      id: 'reason',
      name: 'Why',
      show: 'words',
      long: true,
      spare: table.rows.every(({ reason }) => !reason),
    },
  ];
}

function fieldsOf(
  { parameters, metrics }: FamilyTable,
  names: FieldNames,
  numbers: ReadonlySet<string>,
): readonly LineField[] {
  const field = (name: string, type: LineField['type'], free: boolean): LineField => ({
    name,
    type,
    free,
    also: [],
  });
  return [
    field('place', 'number', false),
    field('number', 'number', true),
    ...parameters.map((name) => field(names.parameter(name), numbers.has(name) ? 'number' : 'text', true)),
    field('seed', 'number', true),
    { ...field('status', 'text', true), also: ['state'] },
    ...metrics.map((name) => field(names.metric(name), 'number', false)),
    field('took', 'amount', false),
    field('reason', 'text', true),
  ];
}

/** A word for each name that a search and an address can say, and that no other has: a metric may be called as a parameter is. */
function fieldNames(names: readonly string[], taken: Set<string>): (name: string) => string {
  const words = new Map<string, string>();
  for (const name of names) {
    if (words.has(name)) continue;
    let word = name.toLowerCase().replaceAll(/\W/g, '_');
    while (taken.has(word)) word += '_';
    taken.add(word);
    words.set(name, word);
  }
  return (name) => words.get(name)!;
}
