/** The doctor's rule about models that draw lots: each step has to climb the mean over draws (EOT). */
import { isBeyondChance, sayShare, type Finding, type Rule } from 'alidade/sdk';
import { DRAWS, type Measured } from './measure.ts';
import type { Averaging } from './rivals.ts';

const STOCHASTIC: Rule = { rule: 'stochastic', title: 'A model that draws lots is attacked over many draws' };
/** What a given attack may leave more than the doctor's own that averages. */
const FEW = 0.03;

type Lots = Pick<Measured, 'stochastic' | 'drifting' | 'averaged' | 'once' | 'count'>;

/**
 * Two readings that differ need an attack that averages over draws: one that was led against this very model at the examined
 * ε, in several steps and on all the images that are examined, and that leaves no more than the doctor's own that averages;
 * or something to climb that is the same in every draw, or a mean of enough already.
 *
 * @param given the attacks that average over enough draws
 * @param steady whether each gradient of the surrogate is a mean of enough draws by itself
 */
export function judgeStochastic(
  { stochastic, drifting, averaged, once, count }: Lots,
  given: readonly Averaging[],
  steady = false,
): Finding {
  const figures: Record<string, number> = { accuracy: once / count };
  if (averaged !== null) figures.accuracy_averaged = averaged / count;
  const pass = (reason: string): Finding => ({
    ...STOCHASTIC,
    grade: 'green',
    figures,
    reason,
    advice: '',
  });
  if (!stochastic) return pass('Two readings of an image are the same.');
  const cost =
    averaged === null
      ? ''
      : ` PGD leaves ${sayShare(once / count)}, and ${sayShare(averaged / count)} with each gradient averaged over ${DRAWS} draws.`;
  const differ = (how: string): string => `Two readings of an image differ, and ${how}.${cost}`;
  if (!drifting) return pass(differ('what is climbed is the same in every draw'));
  if (steady) return pass(differ(`each gradient of the defence is a mean of ${DRAWS} draws or more`));
  const led = given.flatMap(({ attack, left }) => (left === null ? [] : [{ attack, left }]));
  const best = led.reduce<(typeof led)[number] | null>((a, b) => (a && a.left <= b.left ? a : b), null);
  if (best && !isBeyondChance(best.left - (averaged ?? best.left), count, FEW)) {
    return pass(
      differ(
        `${best.attack}, which averages over ${DRAWS} draws or more, leaves ${sayShare(best.left / count)}`,
      ),
    );
  }
  const missing = `no attack averages over ${DRAWS} draws, so each step climbs another hill`;
  const others = given.map(({ attack, why }) => ` ${attack} averages, but ${why}.`).join('');
  return {
    ...STOCHASTIC,
    grade: 'red',
    figures,
    reason: best
      ? differ(
          `${best.attack}, which averages over draws, leaves ${sayShare(best.left / count)}: too few steps`,
        )
      : differ(missing) + others,
    advice:
      'Attack the mean over draws (expectation over transformation, EOT; Athalye et al. 2018), 10 draws or more a step, in as many steps as the doctor takes, at this ε and on these images, and report that figure.',
  };
}
