// What a family in a bundle may not say: every one of these is a file that somebody could send.
import { expect, test } from 'vitest';
import { readBundle } from '#exchange/read-bundle.ts';
import { writeBundle } from '#exchange/write-bundle.ts';
import { BLOBS, putTogether, RECORDS, takeApart, withRecord } from './bundles.ts';

const whole = await takeApart((await writeBundle(RECORDS, BLOBS, '0.1.0')).bundle!);
const PROTO = '__proto__';

async function faultOf(bundle: Blob) {
  const { bundle: none, issues } = await readBundle(bundle, 'a.alidade');
  expect([none, issues.length]).toEqual([null, 1]);
  return issues[0]!;
}

const withAxis = (axis: object) => (f: any) => ({
  ...f,
  sweep: { ...f.sweep, vary: [{ parameter: 'eps', axis }, f.sweep.vary[1]] },
});
const withSweep = (sweep: object) => (f: any) => ({ ...f, sweep: { ...f.sweep, ...sweep } });
const range = { kind: 'range', from: 1, to: 2, scale: 'linear', count: 2 };
const drawn = (distribution: object) => (f: any) => ({
  ...f,
  sweep: {
    ...f.sweep,
    draws: 4,
    vary: [{ parameter: 'eps', axis: { kind: 'random', distribution } }],
  },
});

test.each<[string, (family: any) => unknown, string]>([
  ['a size of its own', (f) => ({ ...f, size: 5 }), 'size'],
  ['a size that nobody runs', (f) => ({ ...f, size: 1e9 }), 'size'],
  ['a name of a book', (f) => ({ ...f, name: 'x'.repeat(10_001) }), 'name'],
  ['no end of a range', withAxis({ ...range, to: { $float: 'inf' } }), 'to'],
  ['a range without steps', withAxis({ ...range, count: undefined }), 'axis'],
  ['a range in no steps', withAxis({ ...range, count: 0.5 }), 'axis'],
  ['a logarithm of 0', withAxis({ ...range, from: 0, scale: 'log' }), 'axis'],
  ['an empty list', withAxis({ kind: 'list', values: [] }), 'axis'],
  ['a list without end', withAxis({ kind: 'list', values: Array(10_001).fill('1') }), 'values'],
  ['a list of numbers', withAxis({ kind: 'list', values: [1] }), 'values[0]'],
  ['draws the wrong way round', drawn({ shape: 'uniform', low: 1, high: 0 }), 'axis'],
  ['draws without deviation', drawn({ shape: 'normal', mean: 0, deviation: 0 }), 'axis'],
  ['a choice of nothing', drawn({ shape: 'choice', values: [] }), 'axis'],
  ['draws of nothing', withSweep({ draws: 3 }), 'draws'],
  ['a fraction of draws', withSweep({ draws: 0.5 }), 'draws'],
  ['no seed', withSweep({ seeds: [] }), 'seeds'],
  ['a seed twice', withSweep({ seeds: [7, 7] }), 'seeds'],
  ['a seed below 0', withSweep({ seeds: [-1] }), 'seeds'],
  ['a seed of the draws that is none', withSweep({ drawSeed: 2 ** 32 }), 'drawSeed'],
  ['a parameter twice', (f) => withSweep({ vary: [f.sweep.vary[0], f.sweep.vary[0]] })(f), 'once'],
  [
    'a parameter that names a prototype',
    (f) => withSweep({ vary: [{ ...f.sweep.vary[0], parameter: PROTO }, f.sweep.vary[1]] })(f),
    'allowed',
  ],
  ['a value of what varies', (f) => ({ ...f, values: { eps: '1' } }), 'vary'],
  [
    'a bound that is none',
    (f) => ({ ...f, stop: { when: 'below', metric: 'a', bound: { $float: 'nan' } } }),
    'bound',
  ],
  ['a rule over nothing', (f) => ({ ...f, stop: { ...f.stop, metric: ' ' } }), 'stop'],
  ['a rule of no job', (f) => ({ ...f, stop: { ...f.stop, jobs: 0 } }), 'stop'],
  ['a time limit below 0', (f) => ({ ...f, timeout: -1 }), 'timeout'],
])('of a family: %s', async (_, to, said) => {
  const { code, message } = await faultOf(putTogether(withRecord(whole, 'families', to)));
  expect([code, message]).toEqual(['bundle-record', expect.stringContaining(said)]);
});
