/** Every curve has noise of its norm and ε beside it, or it is said. */
import { expect, test } from 'vitest';
import { lackingNoise, type BaselineCurve } from '#core/doctor/baselines.ts';

const curve = (
  attack: string,
  norm: BaselineCurve['norm'],
  epsilons: readonly number[],
  role: BaselineCurve['role'] = 'adversarial',
): BaselineCurve => ({ attack, norm, role, points: [0, ...epsilons].map((epsilon) => ({ epsilon })) });

test.each<[string, BaselineCurve[], string[]]>([
  ['noise of the same ε', [curve('PGD', 'Linf', [0.1]), curve('noise', 'Linf', [0.1], 'noise')], []],
  [
    'noise of more ε than the attack',
    [curve('PGD', 'Linf', [0.1]), curve('noise', 'Linf', [0.05, 0.1], 'noise')],
    [],
  ],
  ['noise of no norm beside a turn', [curve('Spatial', null, [1]), curve('noise', null, [1], 'noise')], []],
  [
    'noise of another norm',
    [curve('CW', 'L2', [1]), curve('noise', 'Linf', [1], 'noise')],
    ['CW has no random noise of its norm (L2) beside it: what chance alone does at these ε is not known.'],
  ],
  [
    'noise at some ε',
    [curve('PGD', 'Linf', [0.1, 0.2]), curve('noise', 'Linf', [0.1], 'noise')],
    [
      'PGD has no random noise of its norm (L∞) beside it at ε 0.2: what chance alone does there is not known.',
    ],
  ],
  [
    'no noise beside a turn',
    [curve('Spatial', null, [1])],
    ['Spatial has no random noise beside it: what chance alone does at these ε is not known.'],
  ],
  ['a curve without any ε', [curve('CW', 'L2', [])], []],
])('%s', (_, curves, said) => expect(lackingNoise(curves)).toEqual(said));
