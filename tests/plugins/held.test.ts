/** One definition of what stands: an image that was misread unchanged is lost at every ε, in every figure that counts. */
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classify, findHeld, type Examples, type Readable } from '#sdk';
import { evaluate_defence } from '../../plugins/defences/evaluate.ts';
import { collect_defences } from '../../plugins/defences/matrix.ts';
import { squeeze_features } from '../../plugins/defences/squeeze.ts';
import { judgeCertificates } from '../../plugins/doctor/certified.ts';
import { toCurve } from '../../plugins/doctor/given.ts';
import { attack_fgsm } from '../../plugins/evasion/fgsm.ts';
import { confusion_by_epsilon } from '../../plugins/robustness/confusion.ts';
import { evaluate_robustness } from '../../plugins/robustness/evaluate.ts';
import { add_random_noise } from '../../plugins/robustness/noise.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen, type Heard } from './step-context.ts';

const EPSILONS = [0.1, 0.2, 0.3];
const all = readDigits8();
const digits = sliceDigits8(all, 1297, 1797);
const linear = trainLinear(sliceDigits8(all, 0, 1297));

let heard: Heard;
beforeAll(() => useBackend('wasm'));
beforeEach(() => void (heard = listen(1)));

const read = async (model: Readable, { images }: Pick<Examples['rounds'][number], 'images'>) =>
  (await classify(model, images)).predictions;
/** How many stand, and how many are set right that were not. */
function count(before: Int32Array, now: Int32Array) {
  const rows = [...digits.labels.keys()].filter((i) => now[i] === digits.labels[i]);
  const stand = rows.filter((i) => before[i] === digits.labels[i]).length;
  return { stand, mended: rows.length - stand };
}

test('right under attack never exceeds right unchanged, image by image', () => {
  const classes = fc.array(
    fc.tuple(fc.nat(3), fc.integer({ min: -1, max: 3 }), fc.integer({ min: -1, max: 3 })),
  );
  fc.assert(
    fc.property(classes, (images) => {
      const [labels, before, now] = [0, 1, 2].map((k) => Int32Array.from(images, (one) => one[k]!)) as [
        Int32Array,
        Int32Array,
        Int32Array,
      ];
      const clean = findHeld(labels, before, before);
      const held = findHeld(labels, before, now);
      held.forEach((one, i) => {
        expect(one).toBeLessThanOrEqual(clean[i]!);
        expect(one).toBe(Number(before[i] === labels[i] && now[i] === labels[i]));
      });
    }),
  );
});

describe('noise that sets images right', () => {
  const make = async () => {
    const [model, dataset] = [toNetwork(linear), toDataset(digits)];
    return { model, dataset, noise: await add_random_noise(model, dataset, EPSILONS) };
  };

  test('wins none of them back in a report, a confusion by class or the doctor’s curve', async () => {
    const { model, dataset, noise } = await make();
    const before = await read(model, dataset);
    const counts = [];
    for (const round of noise.rounds) counts.push(count(before, await read(model, round)));
    expect(counts.every(({ mended }) => mended > 0)).toBe(true);
    const [{ curves }] = await evaluate_robustness(model, dataset, [noise]);
    const stand = [count(before, before), ...counts].map((one) => one.stand);
    expect(curves[0]!.points.map(({ correct }) => correct)).toEqual(stand);
    const own = toCurve(noise, { labels: digits.labels, clean: before });
    expect(own.points.map(({ correct }) => correct)).toEqual(stand);
    const [, classes] = await confusion_by_epsilon(model, dataset, noise);
    const sums = [0, ...EPSILONS].map((epsilon) =>
      classes.rows.filter(([at]) => at === epsilon).reduce((sum, row) => sum + (row[3] as number), 0),
    );
    expect(sums).toEqual(stand);
  });

  test('wins none of them back behind a defence', async () => {
    const { model, dataset, noise } = await make();
    const defended = squeeze_features(model, 1);
    const fgsm = await attack_fgsm(model, dataset, EPSILONS, 'inf', 500);
    const knowing = await attack_fgsm(defended, dataset, EPSILONS, 'inf', 500);
    const before = await read(defended, dataset);
    const counts = [];
    for (const round of noise.rounds) counts.push(count(before, await read(defended, round)));
    expect(counts.some(({ mended }) => mended > 0)).toBe(true);
    const stand = counts.map((one) => one.stand);
    const { rows } = await evaluate_defence(model, defended, dataset, fgsm, knowing, noise);
    expect(rows.filter(([bar, epsilon]) => bar === 'noise' && epsilon !== 0).map((row) => row[3])).toEqual(
      stand,
    );
    const matrix = await collect_defences(model, [defended], dataset, [noise, fgsm, knowing]);
    expect(matrix.correct.map(([first]) => first![1])).toEqual(stand);
    matrix.correct
      .flat()
      .forEach((row) =>
        row.forEach((cell, k) => expect(cell ?? 0).toBeLessThanOrEqual(matrix.columns[k]!.clean)),
      );
    const robust = heard.metrics.filter(({ name }) => name === 'robust_correct').map(({ value }) => value);
    expect(robust.slice(1)).toEqual(matrix.against_all.map((row) => row[2]));
  });

  test('wins none of them back beside certificates', async () => {
    const { model, dataset, noise } = await make();
    const clean = await read(model, dataset);
    const attack: Examples = { ...noise, role: 'adversarial', norm: 'L2' };
    const rows = Array.from(digits.labels, (label, image) => [image, label, clean[image], 1]);
    const certificates = { columns: ['image', 'label', 'prediction', 'radius'], rows };
    const { figures } = judgeCertificates({ model, labels: digits.labels, clean }, certificates, [attack]);
    const { stand } = count(clean, await read(model, noise.rounds[2]!));
    expect(figures.attacked_accuracy).toBe(stand / 500);
  });
});
