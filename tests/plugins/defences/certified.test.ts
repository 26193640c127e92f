/** The curves of certificates: what is taken in is checked against its votes, and what an attack leaves stands beside. */
import { beforeEach, expect, test } from 'vitest';
import type { DataFrame, Examples } from '#sdk';
import { lowerBound, probit } from '../../../plugins/defences/binomial.ts';
import { CertifiedCurvesArtifactTask } from '../../../plugins/defences/artifacts.ts';
import { collect_certificates } from '../../../plugins/defences/certified.ts';
import { makeCertificate } from '../../../plugins/defences/certify.ts';
import { listen, type Heard } from '../step-context.ts';

let heard: Heard;
beforeEach(() => void (heard = listen()));

const N = 1000;
const ALPHA = 0.001;
const VOTES = [1000, 990, 700, 480, 900];
const LABELS = [3, 3, 7, 7, 1];
/** As certify writes them; the last is certified to the wrong class. */
const tableOf = (sigma: number): DataFrame => ({
  columns: ['image', 'label', 'prediction', 'radius', 'votes'],
  rows: VOTES.map((votes, i) => {
    const chosen = i === 4 ? 2 : LABELS[i]!;
    const counts = Int32Array.from({ length: 10 }, (_, k) => (k === chosen ? votes : 0));
    const { prediction, radius } = makeCertificate(chosen, counts, { sigma, n: N, alpha: ALPHA });
    return [i, LABELS[i]!, prediction, radius, votes];
  }),
});

const attackOf = (predictions: readonly number[], norm: Examples['norm'] = 'L2'): Examples =>
  ({
    attack: 'PGD',
    role: 'adversarial',
    norm,
    threat: { sees: '', may_change: '', tries: '10 steps' },
    rounds: [
      { epsilon: 0.25, images: { shape: [predictions.length] }, predictions: Int32Array.from(predictions) },
    ],
  }) as unknown as Examples;

test('certificates come out as they were made, the smaller σ first', () => {
  const curves = collect_certificates([tableOf(0.5), tableOf(0.25)], [0.5, 0.25], N, ALPHA);
  expect(curves.courses.map(({ sigma }) => sigma)).toEqual([0.25, 0.5]);
  const [course] = curves.courses;
  expect(course!.cap).toBeCloseTo(0.616, 3);
  expect(course!.certificates.map(([, prediction]) => prediction)).toEqual([3, 3, 7, -1, 2]);
  expect(course!.certificates[1]![2]).toBeCloseTo(0.25 * probit(lowerBound(990, N, ALPHA)), 9);
  expect(curves.courses[1]!.certificates[0]![2]).toBeCloseTo(2 * course!.certificates[0]![2], 9);
});

test('what an attack leaves is counted over the images that it had', () => {
  const curves = collect_certificates([tableOf(0.25)], [0.25], N, ALPHA, [attackOf([3, 3, 0])]);
  expect(curves.courses[0]!.attacked).toEqual({
    attack: 'PGD',
    tries: '10 steps',
    count: 3,
    points: [{ radius: 0.25, correct: 2, broken: 0 }],
  });
  expect(heard.logs).toContainEqual(
    expect.objectContaining({ severity: 'INFO', message: expect.stringContaining('leaves 2 of 3') }),
  );
  expect(heard.logs.some(({ severity }) => severity === 'WARNING')).toBe(false);
});

test('an image that is certified and changed all the same is named', () => {
  collect_certificates([tableOf(0.25)], [0.25], N, ALPHA, [attackOf([3, 0, 7])]);
  expect(heard.logs.filter(({ severity }) => severity === 'WARNING')).toHaveLength(1);
  expect(heard.logs.at(-1)!.message).toContain('1 images are certified and changed');
});

test('it comes back from its file', () => {
  const curves = collect_certificates([tableOf(0.25)], [0.25], N, ALPHA, null, [[0.25, 0, 0.992]]);
  const files = CertifiedCurvesArtifactTask.serialize(curves, { name: 'c', args: {} }) as Map<
    string,
    Uint8Array
  >;
  expect([...files.keys()]).toEqual(['certified.json']);
  expect(CertifiedCurvesArtifactTask.deserialize(files, { args: {} })).toEqual(curves);
});

test.each([
  [
    'another σ than its own',
    () => collect_certificates([tableOf(0.25)], [0.5], N, ALPHA),
    'does not follow from',
  ],
  ['another n', () => collect_certificates([tableOf(0.25)], [0.25], 2 * N, ALPHA), 'does not follow from'],
  [
    'a σ too few',
    () => collect_certificates([tableOf(0.25)], [], N),
    '1 tables of certificates for 0 sigmas',
  ],
  [
    'an attack too many',
    () => collect_certificates([tableOf(0.25)], [0.25], N, ALPHA, [attackOf([3]), attackOf([3])]),
    '2 attacks for 1',
  ],
  [
    'an attack in another norm',
    () => collect_certificates([tableOf(0.25)], [0.25], N, ALPHA, [attackOf([3], 'Linf')]),
    'no attack in L2',
  ],
  [
    'another table',
    () => collect_certificates([{ columns: ['radius'], rows: [] }], [0.25], N),
    'comes from certify',
  ],
  [
    'a published share over 1',
    () => collect_certificates([tableOf(0.25)], [0.25], N, ALPHA, null, [[0.25, 0, 99.2]]),
    'accuracy (0 to 1)',
  ],
])('%s is refused', (_, body, words) => {
  expect(body).toThrow(words);
});
