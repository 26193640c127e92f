/** Reads attack × defence as any file from a plugin must be read, and says in one sentence what it shows. */
import { formatCsv } from '#core/files/csv.ts';
import { wilsonBand } from '#core/wilson.ts';
import { sayShare } from '#ui/chart/figures.ts';
import { readNorm, sayEpsilonIn } from '#ui/job/norm-words.ts';
import type { ReportThreat } from '#ui/job/report.ts';
import { sayCount } from '#ui/resource/say.ts';
import { checkCount, readFields, readList, readNumber, readText, type Fields } from './fields.ts';

export type Attacker = 'undefended' | 'oblivious' | 'adaptive';

export interface Column {
  readonly name: string;
  readonly attacker: Attacker;
  /** Images that are read right unchanged. */
  readonly clean: number;
}

export interface Row {
  readonly attack: string;
  readonly role: 'noise' | 'adversarial';
  readonly tries: string;
}

/** What one attack could do; `given`: the classifier that it was given. */
export interface Threat extends ReportThreat {
  readonly attack: string;
  readonly given: string;
}

export interface DefenceMatrix {
  readonly count: number;
  readonly epsilons: readonly number[];
  /** What ε measures. */
  readonly norm: string;
  readonly rows: readonly Row[];
  /** None in files of before. */
  readonly threats: readonly Threat[];
  readonly columns: readonly Column[];
  /** By ε, row and column; null where there was no such attack. */
  readonly correct: readonly (readonly (readonly (number | null)[])[])[];
  /** By ε and column. */
  readonly againstAll: readonly (readonly number[])[];
}

/** A line of the drawn matrix: unchanged, noise, each attack, and all attacks together. */
export interface Line {
  readonly name: string;
  readonly role: 'clean' | 'noise' | 'adversarial' | 'all';
  readonly tries: string;
  readonly cells: readonly (number | null)[];
}

/** A defence, or none, with the columns that belong to it. */
export interface Group {
  readonly name: string;
  readonly columns: readonly number[];
}

export const MATRIX_TASK = 'DefenceMatrixArtifactTask';

const FILE = 'matrix.json';
const ATTACKERS: readonly Attacker[] = ['undefended', 'oblivious', 'adaptive'];

/** Throws an Error that says what is wrong with the file. */
export function parseDefenceMatrix(json: unknown): DefenceMatrix {
  const facts = readFields(json, FILE);
  const count = checkCount(facts.count, 'The count of images');
  if (count === 0) throw new Error(`${FILE} counts no image.`);
  const epsilons = readList(facts, 'epsilons', FILE, [1, 100]).map((epsilon) =>
    readNumber({ epsilon }, 'epsilon', FILE),
  );
  const within = (value: unknown, what: string): number => {
    if (checkCount(value, what) > count)
      throw new Error(`${what} is more than the ${count} images that there are.`);
    return value as number;
  };
  const columns = readList(facts, 'columns', FILE, [1, 60]).map((one): Column => {
    const column = readFields(one, 'A column');
    const attacker = ATTACKERS.find((known) => known === column.attacker);
    if (!attacker) throw new Error(`A column of ${FILE} does not say who attacks it.`);
    return {
      name: readText(column, 'name', 'A column'),
      attacker,
      clean: within(column.clean, 'A clean figure'),
    };
  });
  const rows = readList(facts, 'rows', FILE, [1, 60]).map((one): Row => {
    const row = readFields(one, 'A row');
    const role = row.role === 'noise' ? 'noise' : 'adversarial';
    return { attack: readText(row, 'attack', 'A row'), role, tries: readText(row, 'tries', 'A row') };
  });
  const listed = <T>(value: unknown, length: number, read: (item: unknown) => T): T[] =>
    readList({ value }, 'value', FILE, [length, length]).map(read);
  const cell = (value: unknown) => (value === null ? null : within(value, 'A cell'));
  return {
    count,
    epsilons,
    norm: readNorm(facts.norm),
    rows,
    threats: parseThreats(facts),
    columns,
    correct: listed(facts.correct, epsilons.length, (at) =>
      listed(at, rows.length, (row) => listed(row, columns.length, cell)),
    ),
    againstAll: listed(facts.against_all, epsilons.length, (at) =>
      listed(at, columns.length, (value) => within(value, 'A figure against all')),
    ),
  };
}

function parseThreats(facts: Fields): Threat[] {
  if (facts.threats === undefined) return [];
  return readList(facts, 'threats', FILE, [0, 1000]).map((one) => {
    const threat = readFields(one, 'A threat');
    const [attack, given, sees, mayChange, tries] = ['attack', 'given', 'sees', 'may_change', 'tries'].map(
      (name) => readText(threat, name, 'A threat'),
    ) as [string, string, string, string, string];
    const { elsewhere, shared, hasty } = threat;
    const flags = { elsewhere: elsewhere === true, shared: shared === true, hasty: hasty === true };
    return { attack, given, sees, mayChange, tries, ...flags };
  });
}

/** What stands in the matrix at one ε, from top to bottom. */
export function linesAt({ rows, columns, correct, againstAll }: DefenceMatrix, at: number): Line[] {
  return [
    { name: 'unchanged', role: 'clean', tries: '', cells: columns.map(({ clean }) => clean) },
    ...rows.map(({ attack, role, tries }, i): Line => ({
      name: role === 'noise' ? 'random noise' : attack,
      role,
      tries,
      cells: correct[at]![i]!,
    })),
    { name: 'against all', role: 'all', tries: 'no attack here fooled it', cells: againstAll[at]! },
  ];
}

/** The columns of one defence stand beside each other. */
export function groupsOf({ columns }: DefenceMatrix): Group[] {
  const groups: { name: string; columns: number[] }[] = [];
  columns.forEach(({ name }, j) => {
    const last = groups.at(-1);
    if (last?.name === name) last.columns.push(j);
    else groups.push({ name, columns: [j] });
  });
  return groups;
}

/** Where the figure opens: at ε 0.1, else at the nearest that was tried. */
export function openingOf({ epsilons }: Pick<DefenceMatrix, 'epsilons'>): number {
  const away = (at: number): number => Math.abs(epsilons[at]! - 0.1);
  return [...epsilons.keys()].reduce((best, at) => (away(at) < away(best) ? at : best));
}

/** One sentence for who cannot see it, and for who can. */
export function summariseDefences(matrix: DefenceMatrix, at: number): string {
  const { columns, count, epsilons, norm, againstAll } = matrix;
  const left = againstAll[at]!;
  const say = (j: number) => sayShare(left[j]! / count);
  const bare = columns.findIndex(({ attacker }) => attacker === 'undefended');
  const knowing = [...columns.keys()].filter((j) => columns[j]!.attacker === 'adaptive');
  const start = `${sayEpsilonIn(epsilons[at]!, norm)}, ${sayCount(count)} images, against all attacks here:`;
  const undefended = bare < 0 ? '' : ` undefended ${say(bare)} are left;`;
  if (knowing.length === 0) return `${start}${undefended} no defence met an attack that knows it.`;
  const best = knowing.reduce((most, j) => (left[j]! > left[most]! ? j : most));
  const blindOf = (j: number) =>
    columns.findIndex(({ name, attacker }) => name === columns[j]!.name && attacker === 'oblivious');
  const pairs = knowing.flatMap((j) => (blindOf(j) < 0 ? [] : [{ j, blind: blindOf(j) }]));
  const gap = ({ j, blind }: { j: number; blind: number }) => left[blind]! - left[j]!;
  const vain = pairs.length > 0 ? pairs.reduce((most, one) => (gap(one) > gap(most) ? one : most)) : null;
  const flatters =
    vain && gap(vain) > 0
      ? `; ${columns[vain.j]!.name} flatters most, with ${say(vain.blind)} to an attacker who does not know it and ${say(vain.j)} to one who does`
      : '';
  return `${start}${undefended} of the defences ${columns[best]!.name} leaves most to an attacker who knows it, ${say(best)}${flatters}.`;
}

/** Every cell at every ε, with its band. */
export function writeDefencesCsv(matrix: DefenceMatrix): string {
  const { epsilons, columns, count } = matrix;
  const rows = epsilons.flatMap((epsilon, at) =>
    linesAt(matrix, at).flatMap(({ name, cells }) =>
      cells.flatMap((correct, j) => {
        if (correct === null) return [];
        const { low, high } = wilsonBand(correct, count);
        const { name: defence, attacker } = columns[j]!;
        return [[epsilon, name, defence, attacker, count, correct, correct / count, low, high].map(String)];
      }),
    ),
  );
  const head = ['epsilon', 'attack', 'defence', 'attacker', 'count', 'correct', 'accuracy', 'low', 'high'];
  return formatCsv([head, ...rows]);
}
