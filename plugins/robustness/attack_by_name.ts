/** An attack by its name, so that a parameter can choose it and a sweep can vary it. */
import {
  chooseByName,
  ENOUGH_DRAWS,
  openClassifier,
  sizeOf,
  sliceRows,
  type AttackMenu,
  type AttackWish,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import { add_random_noise } from './noise.ts';

/**
 * One attack, chosen by its name, at several ε. With the menus `white_box_attacks` and `black_box_attacks` these are
 * `noise`, `fgsm`, `bim`, `mim`, `pgd`, `pgd_margin`, `apgd_ce`, `apgd_dlr`, `apgd_t_dlr` and `square`. What it makes is what
 * the task of that attack makes from the same seed with the same settings, byte for byte (tasks have an `eot` of 1 where here it
 * is 10 before a random defence); `noise` is `add_random_noise` on the first `count` images.
 *
 * Threat model: that of the chosen attack, which the examples carry in words. A model behind a defence is attacked through
 * it, or around it where it has no gradient of use (BPDA, EOT: Athalye, Carlini and Wagner 2018, arXiv:1802.00420), so give
 * it the defended model for the attacker who knows the defence, and the undefended one for the attacker who does not.
 *
 * @param attack one of noise, fgsm, bim, mim, pgd, pgd_margin, apgd_ce, apgd_dlr, apgd_t_dlr, square; or what else a menu holds
 * @param model a model that ends in softmax or in logits, or one behind a defence
 * @param dataset images [n, height, width, channels] from 0 to 1 with their true labels [n, classes]
 * @param menus what may be chosen beside `noise`, such as the outputs of `white_box_attacks` and `black_box_attacks`; of two
 *   attacks of one name the later counts
 * @param epsilons one or more, each more than 0; at most 1 in L∞. The default is ours
 * @param count how many of the first images are attacked, 1 or more; null: all. Figures on fewer than 500 have wide bands
 * @param iterations steps along the gradient, 1 or more; null: the attack's own default
 * @param queries that a black-box attack asks for each image and ε, 1 or more; null: the attack's own default. Before a random
 *   defence candidates, each of which takes several readings
 * @param norm what ε bounds: inf, 2 or 1; not every attack knows each
 * @param eot draws of a random defence that a gradient is averaged over, and readings that a candidate is judged by where there
 *   is no gradient, 1 or more; null: 10 before a random defence, or fewer gradients where it makes an average itself, else 1
 * @returns the changed images, for each ε
 * @throws where no attack has that name, with the names that there are; where the attack does not know the norm, or where an
 *   ε or another number is out of its range
 */
export async function attack_by_name(
  attack: string,
  model: Readable,
  dataset: Dataset,
  menus: readonly AttackMenu[],
  epsilons: readonly number[] = [0.05, 0.1, 0.2, 0.3],
  count: number | null /* integer */ = null,
  iterations: number | null /* integer */ = null,
  queries: number | null /* integer */ = null,
  norm: string | number = 'inf',
  eot: number | null /* integer */ = null,
): Promise<Examples> {
  const all: AttackMenu = new Map([['noise', addNoise], ...menus.flatMap((menu) => [...menu])]);
  return chooseByName(
    'attack',
    attack,
    all,
  )({
    model,
    dataset,
    epsilons,
    count: count ?? sizeOf(dataset),
    norm,
    iterations: iterations ?? undefined,
    queries: queries ?? undefined,
    eot: eot ?? enoughDraws(model),
    readings: eot ?? undefined,
  });
}

/** What several readings of a random defence need; one that averages over draws itself needs no more of them. */
function enoughDraws(model: Readable): number {
  const { defence } = openClassifier(model);
  return defence?.stochastic ? Math.ceil(ENOUGH_DRAWS / (defence.draws ?? 1)) : 1;
}

async function addNoise({ model, dataset, epsilons, norm, count }: AttackWish): Promise<Examples> {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`count is a whole number, 1 or more, not ${count}.`);
  const end = Math.min(count, sizeOf(dataset));
  const images = sliceRows(dataset.images, 0, end);
  const labels = sliceRows(dataset.labels, 0, end);
  const examples = await add_random_noise(model, { ...dataset, images, labels }, epsilons, norm);
  images.dispose();
  labels.dispose();
  return examples;
}
