/** The doctor's rule on certificates: honest ones pass, and those of another σ, unit or model are found out. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { classify, readLabels, type DataFrame, type Dataset, type Examples, type Readable } from '#sdk';
import { certify } from '../../plugins/defences/certify.ts';
import { smooth_randomly } from '../../plugins/defences/smoothing.ts';
import { judgeCertificates } from '../../plugins/doctor/certified.ts';
import { examine_attacks } from '../../plugins/doctor/examine.ts';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { useBackend } from './backend.ts';
import { readDigits8, sliceDigits8, toDataset, toNetwork, trainLinear } from './digits8.ts';
import { listen } from './step-context.ts';

const SIGMA = 0.25;
const IMAGES = 30;
let digits: Dataset;
let model: Readable;
let smoothed: Readable;
let certificates: DataFrame;
let attack: Examples;
let labels: Int32Array;
let clean: Int32Array;

beforeAll(async () => {
  await useBackend('wasm');
  listen(1);
  const all = readDigits8();
  digits = toDataset(sliceDigits8(all, 1297, 1297 + IMAGES));
  model = toNetwork(trainLinear(sliceDigits8(all, 0, 1297)));
  smoothed = smooth_randomly(model, SIGMA, 25, 4);
  [certificates] = await certify(model, digits, SIGMA, 50, 500, 0.001, IMAGES);
  attack = await attack_pgd(smoothed, digits, [0.3, 0.6], 8, IMAGES, 2);
  labels = await readLabels(digits);
  clean = (await classify(smoothed, digits.images)).predictions;
});
beforeEach(() => void listen(1));

const judge = (given: DataFrame | null, attacks: readonly Examples[] = [attack]) =>
  judgeCertificates({ model: smoothed, labels, clean }, given, attacks);
const radii = certificatesColumn('radius');
function certificatesColumn(name: string) {
  return (change: (value: number, row: number) => number): DataFrame => {
    const at = certificates.columns.indexOf(name);
    const rows = certificates.rows.map((row, i) => row.with(at, change(Number(row[at]), i)));
    return { ...certificates, rows };
  };
}

test('honest certificates hold against PGD in L2 on the same smoothed classifier', () => {
  const finding = judge(certificates);
  expect(finding.grade).toBe('green');
  expect(finding.figures.certified_accuracy).toBeLessThanOrEqual(
    finding.figures.attacked_accuracy! + 1 / IMAGES,
  );
});

describe('finds out', () => {
  test.each<[string, () => DataFrame]>([
    ['radii of four times the σ', () => radii((radius) => 4 * radius)],
    ['radii in grey levels', () => radii((radius) => 255 * radius)],
  ])('%s', (_, planted) => {
    const finding = judge(planted());
    expect(finding.grade).toBe('red');
    expect(finding.figures.epsilon).toBeGreaterThan(0);
    expect(finding.reason).toContain('certified and fall all the same');
    expect(finding.advice).not.toBe('');
  });

  test('more certified at radius 0 than are read right', () => {
    const all = certificatesColumn('prediction')((_, i) => labels[i]!);
    const wrong = clean.map((one, i) => (i < 12 ? (labels[i]! + 1) % 10 : one));
    const finding = judgeCertificates({ model: smoothed, labels, clean: wrong }, all, [attack]);
    expect([finding.grade, finding.figures.epsilon]).toEqual(['red', 0]);
  });
});

describe('is open', () => {
  test.each<[string, DataFrame | null | 'given', () => readonly Examples[], string]>([
    ['without certificates', null, () => [attack], 'No certificates were given'],
    ['without an attack', 'given', () => [], 'No attack in L2'],
    ['where another model was attacked', 'given', () => [{ ...attack, attacked: model }], 'No attack in L2'],
    ['where the attack is in L∞', 'given', () => [{ ...attack, norm: 'Linf' }], 'No attack in L2'],
    ['where it has a target', 'given', () => [{ ...attack, target: 3 }], 'No attack in L2'],
  ])('%s', (_, given, attacks, reason) => {
    const finding = judge(given === 'given' ? certificates : given, attacks());
    expect(finding.grade).toBe('open');
    expect(finding.reason).toContain(reason);
  });
});

test('a table that is none is refused, and the task hands its certificates to the rule', async () => {
  expect(() => judge({ columns: ['image'], rows: [[0]] })).toThrow('a column label');
  const planted = radii((radius) => 4 * radius);
  const examine = async (given: DataFrame) => {
    const [{ findings }] = await examine_attacks(smoothed, digits, [attack], 0.1, 2, IMAGES, null, given);
    return findings.find(({ rule }) => rule === 'certified')!.grade;
  };
  expect(await examine(certificates)).toBe('green');
  expect(await examine(planted)).toBe('red');
});
