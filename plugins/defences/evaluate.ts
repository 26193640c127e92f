/** A defence's figure: the attacker who does not know it beside the one who does, an undefended bar and noise. */
import {
  classify,
  findHeld,
  log,
  metric,
  openClassifier,
  progress,
  readLabels,
  sayAttacker,
  sliceRows,
  wilsonBand,
  type AttackRound,
  type DataFrame,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';

/** What a bar stands for, in the order in which the table has them. */
type Bar = 'undefended' | 'oblivious' | 'adaptive' | 'noise';

interface Counted {
  readonly bar: Bar;
  readonly epsilon: number;
  readonly correct: number;
  readonly count: number;
}

/**
 * Counts what a defended classifier still reads, at 0 and at each ε of the attacks: `oblivious`, the images of an attack
 * that was given the undefended model, read through the defence; `adaptive`, those of the same attack given the defended
 * classifier, through the defence or around it (BPDA, EOT); `undefended`, what the model alone reads in the oblivious
 * images; `noise`, random noise of the same size, read through the defence.
 *
 * Threat model: two attackers of the same reach, one who does not know the defence and one who does; the log has what each
 * sees, may change and tries. An attacker who does not know the defence flatters it: a defence without an adaptive figure has no
 * robust accuracy. The robust accuracy that is recorded counts an image only where neither attack fooled it. Records at
 * index k `epsilon` and, for each bar and for `robust`, `<bar>_accuracy` with `_low` and `_high`, `<bar>_correct` and
 * `<bar>_count`. All four are counted over the images that the smallest attack holds, those misread unchanged among the
 * lost.
 *
 * @param model the undefended model
 * @param defended the same model behind a defence, or another that was trained to resist
 * @param dataset the images [n, height, width, channels] that were attacked, with their true labels [n, classes]
 * @param oblivious what an attack made of them that was given `model`
 * @param adaptive what the same attack made of them given `defended`, at the same ε
 * @param noise random noise at the same ε
 * @returns a row for each bar and ε: count, correct, accuracy, low, high
 * @throws where an attack was given another classifier, the three differ in their norm or have no ε in common, or the two
 *   attacks aim at different classes
 */
export async function evaluate_defence(
  model: Readable,
  defended: Readable,
  dataset: Dataset,
  oblivious: Examples,
  adaptive: Examples,
  noise: Examples,
): Promise<DataFrame> {
  checkRoles(model, defended, oblivious, adaptive, noise);
  const rounds = pair(oblivious, adaptive, noise);
  const count = Math.min(
    ...[oblivious, adaptive, noise].map(({ rounds: [first] }) => first!.images.shape[0]),
  );
  const labels = (await readLabels(dataset)).subarray(0, count);
  const read = createReader(count);
  const clean = { defended: await read(defended, dataset), undefended: await read(model, dataset) };
  const counted: Counted[] = [];
  const note = (bar: Bar, epsilon: number, k: number, predictions: Int32Array): Uint8Array => {
    const held = findHeld(labels, bar === 'undefended' ? clean.undefended : clean.defended, predictions);
    const correct = total(held);
    record(bar, correct, count, k);
    counted.push({ bar, epsilon, correct, count });
    return held;
  };
  metric('epsilon', 0, 0);
  note('undefended', 0, 0, clean.undefended);
  for (const bar of ['oblivious', 'adaptive', 'noise'] as const) note(bar, 0, 0, clean.defended);
  record('robust', total(findHeld(labels, clean.defended, clean.defended)), count, 0);
  for (const [at, { epsilon, ...round }] of rounds.entries()) {
    const k = at + 1;
    metric('epsilon', epsilon, k);
    note('undefended', epsilon, k, await read(model, round.oblivious));
    const blind = note('oblivious', epsilon, k, await read(defended, round.oblivious));
    const knowing = note('adaptive', epsilon, k, await read(defended, round.adaptive));
    note('noise', epsilon, k, await read(defended, round.noise));
    record('robust', total(blind.map((held, i) => held & knowing[i]!)), count, k);
    progress(k, rounds.length, 'counting');
  }
  sayRules(defended, count, adaptive);
  sayThreats(defended, oblivious, adaptive, noise);
  sayWeaker(counted);
  return toTable(counted);
}

const total = (held: Uint8Array): number => held.reduce((sum, one) => sum + one, 0);

interface Round {
  readonly epsilon: number;
  readonly oblivious: AttackRound;
  readonly adaptive: AttackRound;
  readonly noise: AttackRound;
}

/** The rounds of those ε that all three have. */
function pair(oblivious: Examples, adaptive: Examples, noise: Examples): Round[] {
  const find = ({ rounds }: Examples, epsilon: number) => rounds.find((round) => round.epsilon === epsilon);
  const rounds = oblivious.rounds.flatMap((round): Round[] => {
    if (round.epsilon === null) return [];
    const others = { adaptive: find(adaptive, round.epsilon), noise: find(noise, round.epsilon) };
    if (!others.adaptive || !others.noise) return [];
    return [{ epsilon: round.epsilon, oblivious: round, adaptive: others.adaptive, noise: others.noise }];
  });
  if (rounds.length === 0)
    throw new Error('The two attacks and the noise have no ε in common: give them the same.');
  return rounds;
}

function checkRoles(
  model: Readable,
  defended: Readable,
  oblivious: Examples,
  adaptive: Examples,
  noise: Examples,
): void {
  if (oblivious.attacked !== model)
    throw new Error('The oblivious attack was given another classifier: it takes the undefended model.');
  if (adaptive.attacked !== defended)
    throw new Error('The adaptive attack was given another classifier: it takes the defended one.');
  if (noise.role !== 'noise')
    throw new Error(`${noise.attack} is no random noise: it takes add_random_noise.`);
  const norms = [oblivious, adaptive, noise].map(({ norm }) => norm ?? 'none');
  if (new Set(norms).size > 1)
    throw new Error(
      `An ε means another thing in each norm: the oblivious attack is bounded in ${norms[0]}, the adaptive one in ` +
        `${norms[1]}, the noise in ${norms[2]}. Give all three the same.`,
    );
  if (oblivious.target !== adaptive.target) {
    const [one, other] = [oblivious, adaptive].map(({ target }) => target ?? 'any class');
    throw new Error(
      `The oblivious attack aims at ${one}, the adaptive one at ${other}: give both the same target.`,
    );
  }
}

/** Reads the first `count` images of a data set or a round. */
function createReader(count: number) {
  return async (model: Readable, { images }: Pick<Dataset, 'images'>): Promise<Int32Array> => {
    const first = sliceRows(images, 0, count);
    const { predictions } = await classify(model, first);
    first.dispose();
    return predictions;
  };
}

function record(bar: Bar | 'robust', correct: number, count: number, k: number): void {
  const { low, high } = wilsonBand(correct, count);
  metric(`${bar}_accuracy`, correct / count, k);
  metric(`${bar}_accuracy_low`, low, k);
  metric(`${bar}_accuracy_high`, high, k);
  metric(`${bar}_correct`, correct, k);
  metric(`${bar}_count`, count, k);
}

/** The sentences that belong beside the figures. */
function sayRules(defended: Readable, count: number, { target }: Examples): void {
  const { defence } = openClassifier(defended);
  log(`defence: ${defence?.name ?? 'in the weights'}`);
  log('oblivious: this attacker does not know the defence; only the adaptive figure is robust accuracy');
  log('a stronger attack can only lower these numbers');
  if (defence && !defence.differentiable)
    log('the defence has no gradient of use: the adaptive attack goes around it (BPDA)');
  if (defence?.stochastic)
    log('the defence is random: an attack that does not average over draws (EOT) is too weak');
  if (target !== null)
    log(`both attacks aim at class ${target}: accuracy under them is not robust accuracy`, 'WARNING');
  if (count < 500) log(`${count} images have a wide band: 500 or more make a figure`, 'WARNING');
}

/** What each attacker sees, may change and tries; who is given the defended classifier sees its defence. */
function sayThreats(defended: Readable, oblivious: Examples, adaptive: Examples, noise: Examples): void {
  const { threat } = adaptive;
  const { defence } = openClassifier(defended);
  const unsaid = defence && !/\bdefence\b/.test(threat.sees);
  const knowing = unsaid ? { ...threat, sees: `${threat.sees}, and the defence` } : threat;
  log(sayAttacker('oblivious', oblivious));
  log(sayAttacker('adaptive', { ...adaptive, threat: knowing }));
  log(sayAttacker('noise', noise));
}

/** Who knows more can do no worse: where the adaptive attack leaves more, it is not a good one. */
function sayWeaker(counted: readonly Counted[]): void {
  const correct = (bar: Bar, at: number): number =>
    counted.find((one) => one.bar === bar && one.epsilon === at)!.correct;
  const epsilons = counted.filter(({ bar }) => bar === 'adaptive').map(({ epsilon }) => epsilon);
  const weaker = epsilons.filter((at) => correct('adaptive', at) > correct('oblivious', at));
  if (weaker.length === 0) return;
  log(
    `at ε ${weaker.join(', ')} the attacker who knows is weaker than the one who does not know: ` +
      'take the robust accuracy, which counts both, and try more steps or more draws',
    'WARNING',
  );
}

function toTable(counted: readonly Counted[]): DataFrame {
  const rows = counted.map(({ bar, epsilon, correct, count }) => {
    const { low, high } = wilsonBand(correct, count);
    return [bar, epsilon, count, correct, correct / count, low, high];
  });
  return { columns: ['attacker', 'epsilon', 'count', 'correct', 'accuracy', 'low', 'high'], rows };
}
