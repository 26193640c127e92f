/** Given attacks beside the doctor's own on the same images at the same ε: those that see no weights, and those that average over draws. */
import {
  classify,
  drawsOf,
  ENOUGH_DRAWS,
  findHeld,
  sliceRows,
  type AttackRound,
  type Examples,
  type Rival,
} from 'alidade/sdk';
import { holdAt, stepsOf, total, type Given } from './given.ts';
import type { Plan, Subject } from './measure.ts';

/** A given attack that averages over draws: how many of the examined images it leaves right, or null, and why it does not count. */
export interface Averaging {
  readonly attack: string;
  readonly left: number | null;
  readonly why: string;
}

/** ε that differ by less are one. */
const SAME = 1e-9;

/**
 * Attacks that took no gradient of this model, each beside the doctor's PGD on the images that both have. An attack in
 * another norm counts where its changes keep to ε in L∞ as well; that few do is no sign, so it is a rival only where it
 * does better.
 */
export function listRivals(
  { model, labels, clean }: Subject,
  given: readonly Given[],
  pgd: Examples,
): Rival[] {
  const blind = given.filter(({ examples: { role, rounds, attacked } }) => {
    const asked = rounds.some(({ gradient_evaluations }) => gradient_evaluations.some((n) => n > 0));
    return role === 'adversarial' && (attacked !== model || !asked);
  });
  return pgd.rounds.flatMap(({ epsilon, predictions }) => {
    const own = findHeld(labels, clean, predictions);
    return blind.flatMap(({ examples: { attack, norm }, rounds }) =>
      rounds.flatMap((round) => {
        const bounded = norm === 'Linf' && round.epsilon !== null;
        if (bounded && Math.abs(round.epsilon! - epsilon!) >= SAME) return [];
        const count = Math.min(own.length, round.held.length);
        const held = bounded ? round.held : holdAt(round, 'Linf', epsilon!);
        const counts = { rival: total(held.subarray(0, count)), own: total(own.subarray(0, count)) };
        if (norm !== 'Linf' && counts.rival >= counts.own) return [];
        return [{ attack, against: pgd.attack, epsilon: epsilon!, count, ...counts }];
      }),
    );
  });
}

/** Which attacks no rule about accuracy looks at, and why; empty where none is left out. */
export function sayLeftOut(
  attacks: readonly Examples[],
  given: readonly Given[],
  rivals: readonly Rival[],
): string {
  const aimed = attacks.flatMap(({ attack, target }) =>
    target === null ? [] : [`${attack} (aims at class ${target})`],
  );
  const unjudged = given
    .filter(({ examples, curve }) => !curve && !rivals.some(({ attack }) => attack === examples.attack))
    .map(({ examples: { attack, norm } }) =>
      norm === 'Linf'
        ? `${attack} (kept to no ε that is examined)`
        : `${attack} (${norm ?? 'no norm'}: nothing tells that it does better within an ε in L∞)`,
    );
  const left = [...aimed, ...unjudged];
  return left.length > 0 ? `; left out: ${left.join(', ')}` : '';
}

/** What a given attack that rests each gradient on enough draws leaves, or why it says nothing of this figure. */
export async function listAveraging(
  subject: Subject,
  { epsilon, count }: Plan,
  attacks: readonly Examples[],
): Promise<Averaging[]> {
  const { model, classifier } = subject;
  const found: Averaging[] = [];
  for (const examples of attacks) {
    const { attack, attacked, role, rounds, threat } = examples;
    const draws = attacked === model ? drawsOf(classifier, threat.draws ?? 1) : (threat.draws ?? 1);
    if (role === 'noise' || stepsOf(rounds, threat.draws) === null || draws < ENOUGH_DRAWS) continue;
    const round = roundAt(examples, epsilon);
    const why =
      attacked === model ? sayMiss(examples, round, epsilon, count) : 'was led against another model';
    found.push({ attack, why, left: why === '' ? await countLeft(subject, round!.images, count) : null });
  }
  return found;
}

const roundAt = ({ norm, rounds }: Examples, epsilon: number): AttackRound | undefined =>
  norm === 'Linf'
    ? rounds.find((one) => one.epsilon !== null && Math.abs(one.epsilon - epsilon) < SAME)
    : undefined;

/** Empty where the attack is one on the figure that is examined. */
function sayMiss(
  { target, rounds, threat }: Examples,
  round: AttackRound | undefined,
  epsilon: number,
  count: number,
): string {
  if (target !== null) return `aims at class ${target}`;
  if (!round) return `did not keep to ε ${epsilon} in L∞`;
  if (stepsOf(rounds, threat.draws)! <= 1) return 'takes a single step';
  const size = round.predictions.length;
  return size < count ? `was led on ${size} of the ${count} images` : '';
}

async function countLeft(
  { reader, labels, clean }: Subject,
  changed: AttackRound['images'],
  count: number,
): Promise<number> {
  const images = sliceRows(changed, 0, count);
  const { predictions } = await classify(reader, images);
  images.dispose();
  return total(findHeld(labels, clean, predictions));
}
