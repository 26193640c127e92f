/** Attack × defence as a figure: what each defence leaves of each attack, by one that knows it and one that does not. */
import {
  classify,
  findHeld,
  log,
  openClassifier,
  progress,
  readLabels,
  sliceRows,
  type Dataset,
  type Examples,
  type Readable,
  type Threat,
} from 'alidade/sdk';

export interface MatrixColumn {
  /** Of the classifier that reads, in words. */
  readonly name: string;
  /**
   * `oblivious`: the attacks were given the undefended model, so nothing here is robust accuracy. `adaptive`: they were given
   * this very classifier, through the defence or around it.
   */
  readonly attacker: 'undefended' | 'oblivious' | 'adaptive';
  /** Images that are read right unchanged. */
  readonly clean: number;
}

export interface MatrixRow {
  readonly attack: string;
  readonly role: 'noise' | 'adversarial';
  readonly tries: string;
}

/** What one attack sees, may change and tries; `given`: the name of the classifier that it was given. */
export interface MatrixThreat extends Omit<Threat, 'draws'> {
  readonly attack: string;
  readonly given: string;
}

export interface DefenceMatrix {
  readonly format: 1;
  /** Images that every cell is counted over. */
  readonly count: number;
  /** Rising. */
  readonly epsilons: readonly number[];
  readonly norm: string;
  /** Noise first. */
  readonly rows: readonly MatrixRow[];
  /** Of each attack on each classifier, in the order in which they were given. */
  readonly threats: readonly MatrixThreat[];
  /** The undefended model first; of each defence oblivious, then adaptive where an attack knew it. */
  readonly columns: readonly MatrixColumn[];
  /** Images that are still read right: by ε, row and column; null where there was no such attack. */
  readonly correct: readonly (readonly (readonly (number | null)[])[])[];
  /** By ε and column: images that no attack of the column fooled; an adaptive column counts the oblivious attacks too. */
  readonly against_all: readonly (readonly number[])[];
}

/**
 * Reads what several attacks made through several defences, and counts what is left: a row for each attack with random noise
 * first, a column for the undefended model and two for each defence. The attacks are found by whom they were given: those given
 * `model` are oblivious to every defence, those given a defence are adaptive to it. An image counts as held against all only
 * where no attack in the column fooled it, each image for itself; an attacker who knows a defence may also do as if he did not,
 * so an adaptive column counts both.
 *
 * Threat model: each column is an attacker, `oblivious` one who does not know the defence, `adaptive` one who does; what he
 * may change is the attacks'. A defence that no attack knew has no robust accuracy, which is logged as a warning. All cells
 * are counted over the images that the smallest attack holds, at the ε that all of them have; those misread unchanged are
 * among the lost.
 *
 * @param model the undefended model
 * @param defences the same model behind defences, or others that were trained to resist
 * @param dataset the images [n, height, width, channels] that were attacked, with their true labels [n, classes]
 * @param attacks what attacks made of them, given `model` or one of the defences, and random noise
 * @param names of the defences, in their order; null: as they call themselves
 * @returns the counts, ready to be drawn
 * @throws where an attack was given none of these, noise or an attack on the model is missing, their norms differ, or there is no ε in common
 */
export async function collect_defences(
  model: Readable,
  defences: readonly Readable[],
  dataset: Dataset,
  attacks: readonly Examples[],
  names: readonly string[] | null = null,
): Promise<DefenceMatrix> {
  const readers = [model, ...defences];
  const called = callDefences(defences, names);
  checkAttacks(readers, attacks);
  const epsilons = findShared(attacks);
  const count = Math.min(...attacks.map(({ rounds }) => rounds[0]!.images.shape[0]));
  const labels = (await readLabels(dataset)).subarray(0, count);
  const held = await readAll({ readers, dataset, attacks, epsilons, labels });
  const rows = rowsOf(attacks);
  const sides = sidesOf(readers, attacks, called);
  return {
    format: 1,
    count,
    epsilons,
    norm: attacks.find(({ role }) => role === 'adversarial')!.norm ?? '',
    rows,
    threats: attacks.map(({ attack, attacked, threat: told }) => {
      const { draws: _, ...threat } = told;
      const reader = readers.indexOf(attacked);
      return { attack, given: reader === 0 ? UNDEFENDED : called[reader - 1]!, ...threat };
    }),
    columns: sides.map(({ reader, attacker }) => ({
      name: reader === 0 ? UNDEFENDED : called[reader - 1]!,
      attacker,
      clean: total(held.clean[reader]!),
    })),
    correct: held.after.map((masks) =>
      rows.map((row) =>
        sides.map(({ reader, attacker }) => {
          const given = row.role === 'adversarial' && attacker === 'adaptive' ? readers[reader] : model;
          const at = attacks.findIndex(({ attack, attacked }) => attack === row.attack && attacked === given);
          return at < 0 ? null : total(masks[reader]![at]!);
        }),
      ),
    ),
    against_all: held.after.map((masks) =>
      sides.map(({ reader, attacker }) => {
        const faced = attacks.map(
          ({ role, attacked }) => role === 'adversarial' && (attacked === model || attacker === 'adaptive'),
        );
        const met = masks[reader]!.filter((mask, at): mask is Held => faced[at]! && mask !== undefined);
        return total(
          met.reduce((left, mask) => left.map((value, i) => value & mask[i]!), held.clean[reader]!),
        );
      }),
    ),
  };
}

/** The name of the model alone. */
const UNDEFENDED = 'undefended';

/** Who reads, and whom the attacks were given. */
interface Side {
  /** 0: the undefended model. */
  readonly reader: number;
  readonly attacker: MatrixColumn['attacker'];
}

/** The columns: oblivious and adaptive beside each other, the second only where an attack knew the defence. */
function sidesOf(
  readers: readonly Readable[],
  attacks: readonly Examples[],
  called: readonly string[],
): readonly Side[] {
  return readers.flatMap((defence, reader): Side[] => {
    if (reader === 0) return [{ reader, attacker: 'undefended' }];
    const oblivious: Side = { reader, attacker: 'oblivious' };
    if (attacks.some(({ role, attacked }) => role === 'adversarial' && attacked === defence))
      return [oblivious, { reader, attacker: 'adaptive' }];
    log(
      `${called[reader - 1]}: no attack here knows it, so it has no robust accuracy: give it an adaptive one`,
      'WARNING',
    );
    return [oblivious];
  });
}

interface Given {
  readonly readers: readonly Readable[];
  readonly dataset: Dataset;
  readonly attacks: readonly Examples[];
  readonly epsilons: readonly number[];
  readonly labels: Int32Array;
}

/** 1 where an image is read right, and was so unchanged. */
type Held = Uint8Array;

/** What every reader makes of the images unchanged, and by ε, reader and attack; undefined where nobody asks for it. */
async function readAll({ readers, dataset, attacks, epsilons, labels }: Given): Promise<{
  readonly clean: readonly Held[];
  readonly after: readonly (readonly (readonly (Held | undefined)[])[])[];
}> {
  const read = async (reader: Readable, { images }: Pick<Dataset, 'images'>): Promise<Int32Array> => {
    const first = sliceRows(images, 0, labels.length);
    const { predictions } = await classify(reader, first);
    first.dispose();
    return predictions;
  };
  const unchanged: Int32Array[] = [];
  for (const reader of readers) unchanged.push(await read(reader, dataset));
  const after: (Held | undefined)[][][] = [];
  for (const [k, epsilon] of epsilons.entries()) {
    const byReader: (Held | undefined)[][] = [];
    for (const [at, reader] of readers.entries()) {
      const masks: (Held | undefined)[] = [];
      for (const { attacked, rounds } of attacks) {
        const round = rounds.find((one) => one.epsilon === epsilon)!;
        // Of the attacks on other defences nothing is to be known here.
        const asked = attacked === reader || attacked === readers[0];
        if (!asked) masks.push(undefined);
        else {
          const now = attacked === reader ? round.predictions : await read(reader, round);
          masks.push(findHeld(labels, unchanged[at]!, now.subarray(0, labels.length)));
        }
      }
      byReader.push(masks);
    }
    after.push(byReader);
    progress(k + 1, epsilons.length, `ε ${epsilon}`);
  }
  return { clean: unchanged.map((read) => findHeld(labels, read, read)), after };
}

const total = (held: Held): number => held.reduce((sum, value) => sum + value, 0);

function callDefences(defences: readonly Readable[], names: readonly string[] | null): string[] {
  if (defences.length === 0) throw new Error('At least one defence is needed.');
  if (names && names.length !== defences.length)
    throw new Error(`There are ${names.length} names for ${defences.length} defences.`);
  return defences.map(
    (one, i) => names?.[i] ?? openClassifier(one).defence?.name ?? 'defended in the weights',
  );
}

function checkAttacks(readers: readonly Readable[], attacks: readonly Examples[]): void {
  const [model] = readers;
  const stray = attacks.find(({ attacked }) => !readers.includes(attacked));
  if (stray)
    throw new Error(
      `${stray.attack} was given a classifier that is neither the model nor one of the defences.`,
    );
  if (!attacks.some(({ role, attacked }) => role === 'noise' && attacked === model))
    throw new Error(
      'Random noise is missing: every matrix has it as its baseline. It comes from add_random_noise.',
    );
  if (!attacks.some(({ role, attacked }) => role === 'adversarial' && attacked === model))
    throw new Error('No attack was given the undefended model: a matrix has an undefended column.');
  const norms = new Set(attacks.map(({ norm }) => norm ?? 'none'));
  if (norms.size > 1)
    throw new Error(
      `An ε means another thing in each norm, and here are ${[...norms].join(' and ')}: make a matrix of each.`,
    );
  const seen = new Set<string>();
  for (const { attack, attacked } of attacks) {
    const key = `${readers.indexOf(attacked)} ${attack}`;
    if (seen.has(key)) throw new Error(`${attack} is given twice on the same classifier.`);
    seen.add(key);
  }
}

/** The ε that all attacks kept to. */
function findShared(attacks: readonly Examples[]): number[] {
  const lists = attacks.map(({ rounds }) => rounds.flatMap(({ epsilon }) => epsilon ?? []));
  const shared = lists[0]!.filter((epsilon) => lists.every((list) => list.includes(epsilon)));
  if (shared.length === 0) throw new Error('These attacks have no ε in common: give them the same.');
  return shared.toSorted((a, b) => a - b);
}

/** Noise first, then the attacks in their order; what a row tries is what the first of its attacks tries. */
function rowsOf(attacks: readonly Examples[]): MatrixRow[] {
  const rows = attacks
    .filter(({ attack }, at) => attacks.findIndex((other) => other.attack === attack) === at)
    .map(({ attack, role, threat }) => ({ attack, role, tries: threat.tries }));
  return rows.sort((a, b) => Number(b.role === 'noise') - Number(a.role === 'noise'));
}
