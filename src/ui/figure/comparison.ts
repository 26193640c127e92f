/** Reads a comparison of attacks and defences as any file from a plugin must be read, and says in one sentence what it shows. */
import { formatCsv } from '#core/files/csv.ts';
import { wilsonBand } from '#core/wilson.ts';
import { sayShare } from '#ui/chart/figures.ts';
import { checkCount, readFields, readList } from './fields.ts';

export type BarRole = 'clean' | 'noise' | 'adversarial';

export interface Bar {
  /** As the graph calls it; `none`: undefended. */
  readonly defence: string;
  readonly correct: number;
  readonly count: number;
  /** Shares, and the ends of Wilson's 95 % band. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The bars of one attack, in the order of the file. */
export interface BarGroup {
  /** As the graph calls it; `none`: unchanged. */
  readonly attack: string;
  readonly role: BarRole;
  readonly bars: readonly Bar[];
}

export interface Comparison {
  readonly groups: readonly BarGroup[];
  /** Whether anything is defended. */
  readonly defended: boolean;
  /** What has to be known beside the bars; empty where nothing is told. */
  readonly note: string;
}

const FILE = 'comparison.json';
const MOST = 500;

/** Throws an Error that says what is wrong with the file. */
export function parseComparison(json: unknown): Comparison {
  const facts = readFields(json, FILE);
  const columns = readList(facts, 'columns', FILE, [4, 100]).map(String);
  const places = ['attack', 'defense', 'count', 'correct'].map((name) => {
    const at = columns.indexOf(name);
    if (at < 0) throw new Error(`${FILE} has no column ${name}.`);
    return at;
  });
  const groups = new Map<string, Bar[]>();
  for (const row of readList(facts, 'rows', FILE, [1, MOST])) {
    if (!Array.isArray(row)) throw new Error(`A row of ${FILE} is no list.`);
    const [attack, defence, count, correct] = places.map((at) => row[at] as unknown);
    const name = String(attack);
    const bar = makeBar(String(defence), correct, count, name);
    const before = groups.get(name) ?? [];
    if (before.some((other) => other.defence === bar.defence))
      throw new Error(`${FILE} has ${name} behind ${bar.defence} twice.`);
    groups.set(name, [...before, bar]);
  }
  return {
    groups: [...groups].map(([attack, bars]) => ({ attack, role: roleOf(attack), bars })),
    defended: [...groups.values()].flat().some(isDefended),
    note: typeof facts.note === 'string' ? facts.note : '',
  };
}

function makeBar(defence: string, correct: unknown, count: unknown, attack: string): Bar {
  const what = `${attack} behind ${defence}`;
  const [right, all] = [checkCount(correct, `correct of ${what}`), checkCount(count, `count of ${what}`)];
  if (all === 0 || right > all) throw new Error(`${what} has ${right} right of ${all} images.`);
  return { defence, correct: right, count: all, share: right / all, ...wilsonBand(right, all) };
}

const roleOf = (attack: string): BarRole => {
  if (attack === 'none') return 'clean';
  return /^noise(_|$)/.test(attack) ? 'noise' : 'adversarial';
};

export const isDefended = ({ defence }: Bar): boolean => defence !== 'none';

const WORDS: Readonly<Record<string, string>> = {
  cw: 'C&W',
  fgm: 'FGM',
  fgsm: 'FGSM',
  gaussian: 'Gaussian',
  inf: 'L∞',
  jpeg: 'JPEG',
  l0: 'L0',
  l1: 'L1',
  l2: 'L2',
  noise: 'random noise',
  pgd: 'PGD',
};

/** `fgm_inf_minimal` → `FGM L∞ minimal`. */
const sayName = (name: string): string =>
  name
    .split('_')
    .map((word) => WORDS[word] ?? word)
    .join(' ');

export const sayAttack = (attack: string): string => (attack === 'none' ? 'unchanged' : sayName(attack));

export const sayDefence = (defence: string): string => (defence === 'none' ? 'no defence' : sayName(defence));

/** `10 to 16 %`. */
export const sayBand = ({ low, high }: Bar): string =>
  `${sayShare(low, 0)} to ${sayShare(high, 0)}`.replace(' % to', ' to');

/** One sentence for who cannot see it, and for who can. */
export function summariseComparison({ groups, defended }: Comparison): string {
  const bare = groups.flatMap(({ attack, role, bars }): Bare[] => {
    const bar = bars.find((one) => !isDefended(one));
    return bar ? [{ attack, role, share: bar.share }] : [];
  });
  const begins = defended ? 'Without a defence it reads right' : 'It reads right';
  const first = bare.length > 0 ? `${begins} ${listWords(sayBare(bare))}.` : '';
  return [first, sayGain(groups)].filter(Boolean).join(' ');
}

/** What is left of an attack without a defence. */
interface Bare {
  readonly attack: string;
  readonly role: BarRole;
  readonly share: number;
}

/** So many are said one by one; of more the ends of each role. */
const MOST_SAID = 5;

function sayBare(bare: readonly Bare[]): string[] {
  const say = ({ attack, share }: Bare): string => `${sayShare(share)} ${placeOf(attack)}`;
  if (bare.length <= MOST_SAID) return bare.map(say);
  const of = (role: BarRole): Bare[] =>
    bare.filter((one) => one.role === role).toSorted((a, b) => a.share - b.share);
  return [
    ...of('clean').map(say),
    ...(['noise', 'adversarial'] as const).flatMap((role) => {
      const rising = of(role);
      const [least, most] = [rising[0], rising.at(-1)];
      if (!least || !most) return [];
      if (rising.length === 1) return [say(least)];
      if (least.share === most.share)
        return [`${sayShare(least.share)} under every ${role === 'noise' ? 'noise' : 'attack'}`];
      return [`from ${say(least)} to ${say(most)}`];
    }),
  ];
}

const placeOf = (attack: string): string => (attack === 'none' ? 'as they are' : `under ${sayName(attack)}`);

const listWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** How far defences move what is left under attack, in points of a hundred. */
function sayGain(groups: readonly BarGroup[]): string {
  const gains = groups
    .filter(({ role }) => role === 'adversarial')
    .flatMap(({ bars }) => {
      const bare = bars.find((bar) => !isDefended(bar));
      return bare ? bars.filter(isDefended).map(({ share }) => 100 * (share - bare.share)) : [];
    });
  if (gains.length === 0) return '';
  const [least, most] = [Math.min(...gains), Math.max(...gains)].map(sayPoints);
  return `Behind a defence that is ${least === most ? least : `${least} to ${most}`} points under attack.`;
}

const sayPoints = (points: number): string => {
  const text = Math.abs(points).toFixed(1);
  if (text === '0.0') return '±0';
  return `${points < 0 ? '−' : '+'}${text}`;
};

/** Every bar. */
export function writeComparisonCsv({ groups }: Comparison): string {
  const rows = groups.flatMap(({ attack, bars }) =>
    bars.map(({ defence, correct, count, share, low, high }) =>
      [attack, defence, correct, count, share, low, high].map(String),
    ),
  );
  return formatCsv([['attack', 'defence', 'correct', 'count', 'accuracy', 'low', 'high'], ...rows]);
}
