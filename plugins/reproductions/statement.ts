/** What an entrypoint states of a publication, read field by field: each fault says what is wrong and where. */

export interface Statement {
  readonly name: string;
  readonly unit: string;
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly column: string;
  readonly published: number | null;
  readonly accept: readonly [number, number];
  readonly note: string;
}

/** One way in which this run is like the published one, or is not. */
export interface Condition {
  readonly what: string;
  readonly published: string;
  readonly here: string;
  /** What it has to be for the accepted ranges to hold; null where it cannot be changed. */
  readonly recipe: string | null;
  readonly departs: boolean;
}

type Given = Readonly<Record<string, unknown>>;

/** @throws where a field is missing or of another kind, there is no figure, or two have one name */
export function parseFigures(given: readonly Given[]): Statement[] {
  const figures = listOf(given, 'figures').map(parseFigure);
  if (figures.length === 0) throw new Error('figures states nothing: give at least one published figure.');
  const names = figures.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`Two figures are called “${twice}”: give each a name of its own.`);
  return figures;
}

function parseFigure(given: Given, i: number): Statement {
  const name = textOf(given.name, `name of figure ${i + 1}`);
  const of = (field: string): string => `${field} of the figure “${name}”`;
  return {
    name,
    unit: given.unit === undefined ? '' : textOf(given.unit, of('unit'), true),
    table: textOf(given.table, of('table')),
    row: given.row === undefined ? {} : mappingOf(given.row, of('row')),
    column: textOf(given.column, of('column')),
    published: given.published == null ? null : numberOf(given.published, of('published')),
    accept: rangeOf(given.accept, of('accept')),
    note: given.note === undefined ? '' : textOf(given.note, of('note'), true),
  };
}

/** @throws where a field is missing */
export function parseConditions(given: readonly Given[]): Condition[] {
  return listOf(given, 'conditions').map((one, i) => {
    const what = textOf(one.what, `what of condition ${i + 1}`);
    const of = (field: string): string => `${field} of the condition “${what}”`;
    const here = sayValue(one.here, of('here'));
    const recipe = one.recipe == null ? null : sayValue(one.recipe, of('recipe'));
    const published = sayValue(one.published, of('published'));
    return { what, published, here, recipe, departs: recipe !== null && recipe !== here };
  });
}

function listOf(value: unknown, name: string): Given[] {
  if (!Array.isArray(value)) throw new Error(`${name} is a list of mappings, not ${show(value)}.`);
  return value.map((item, i) => mappingOf(item, `Item ${i + 1} of ${name}`));
}

function mappingOf(value: unknown, what: string): Given {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Given;
  throw new Error(`${what} is a mapping, not ${show(value)}.`);
}

function textOf(value: unknown, what: string, empty = false): string {
  if (typeof value === 'string' && (empty || value.trim() !== '')) return value;
  throw new Error(`The ${what} is a text, not ${show(value)}.`);
}

function numberOf(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`The ${what} is a finite number, not ${show(value)}.`);
}

function rangeOf(value: unknown, what: string): [number, number] {
  if (!Array.isArray(value) || value.length !== 2)
    throw new Error(
      `The ${what} is the lowest and the highest value, such as [0.74, 0.84], not ${show(value)}.`,
    );
  const [lowest, highest] = [numberOf(value[0], what), numberOf(value[1], what)];
  if (lowest > highest)
    throw new Error(`The ${what} begins with the lowest value: ${lowest} is above ${highest}.`);
  return [lowest, highest];
}

function sayValue(value: unknown, what: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`The ${what} is a text or a number, not ${show(value)}.`);
}

const show = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value));
