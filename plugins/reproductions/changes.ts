/** What attacks that look for the least change reached: how many images gave way, and how long the changes are. */
import {
  classify,
  log,
  metric,
  readLabels,
  sliceRows,
  wilsonBand,
  type AttackRound,
  type DataFrame,
  type Dataset,
  type Examples,
  type Readable,
} from 'alidade/sdk';
import { bandOfMean } from './mean.ts';

const COLUMNS =
  'attack count gave_way success success_low success_high l2_mean l2_mean_low l2_mean_high l2_over_last';

/**
 * Success and mean L2 length of attacks that looked for the least change. Success is over the images that were read right,
 * with Wilson's 95 % band; an attack towards a drawn class succeeds only where that class is read. The mean is over the
 * changes that succeeded, as Carlini and Wagner count it, with the 95 % band of the normal law. `l2_over_last` is the mean
 * over the images on which this attack and the last of the list both succeeded, over the last one's mean there: at most 1
 * where its changes are no longer.
 *
 * Records `<attack>_success` and `<attack>_l2_mean`, with `_low` and `_high`.
 *
 * @param model what was attacked
 * @param dataset the images that were attacked, with their true labels
 * @param attacks what each attack made of the first of them; each looked for the least change, of the same images
 * @returns one row an attack: attack, count (images read right), gave_way, success, success_low, success_high, l2_mean,
 *   l2_mean_low, l2_mean_high, l2_over_last (null where there is nothing to divide)
 * @throws where an attack kept to an ε, is of other images than the last, or there is none
 */
export async function measure_changes(
  model: Readable,
  dataset: Dataset,
  attacks: readonly Examples[],
): Promise<DataFrame> {
  const rounds = attacks.map(openRound);
  const last = rounds.at(-1);
  if (!last) throw new Error('At least one attack is needed.');
  const size = last.success.length;
  const other = attacks.find((_, i) => rounds[i]!.success.length !== size);
  if (other) throw new Error(`${other.attack} and ${attacks.at(-1)!.attack} are of different images.`);
  const images = sliceRows(dataset.images, 0, size);
  const labels = await readLabels(dataset);
  const { predictions } = await classify(model, images);
  images.dispose();
  const count = predictions.filter((prediction, i) => prediction === labels[i]).length;
  const rows = attacks.map(({ attack }, i) => [attack, ...measure(attack, rounds[i]!, last, count)]);
  return { columns: COLUMNS.split(' '), rows };
}

function openRound({ attack, rounds }: Examples): AttackRound {
  const [round] = rounds;
  if (round && rounds.length === 1 && round.epsilon === null) return round;
  throw new Error(`${attack} kept to an ε: leave its epsilons out, so that it looks for the least change.`);
}

function measure(attack: string, round: AttackRound, last: AttackRound, count: number): (number | null)[] {
  const { success, norms } = round;
  const lengths = [...norms.l2].filter((_, i) => success[i]);
  const gaveWay = lengths.length;
  const share = count > 0 ? gaveWay / count : null;
  const { low, high } = count > 0 ? wilsonBand(gaveWay, count) : { low: null, high: null };
  const { mean, ...band } = bandOfMean(lengths);
  const both = [...success.keys()].filter((i) => success[i] && last.success[i]);
  const sum = ({ norms: { l2 } }: AttackRound): number => both.reduce((total, i) => total + l2[i]!, 0);
  const over = sum(last) > 0 ? sum(round) / sum(last) : null;
  const name = attack.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const said = { success: share, success_low: low, success_high: high, l2_mean: mean };
  for (const [what, value] of Object.entries({ ...said, l2_mean_low: band.low, l2_mean_high: band.high }))
    if (value !== null) metric(`${name}_${what}`, value);
  log(`${attack}: ${gaveWay} of ${count} gave way, mean L2 ${mean?.toFixed(3) ?? 'of none'}`);
  return [count, gaveWay, share, low, high, mean, band.low, band.high, over];
}
