import { expect, test } from 'vitest';
import { outdatedPins, pinOf, samePin } from '#core/resources/pins.ts';

const pin = (resource: string, number: number, hash: string) => ({ resource, number, hash });

test('a pin names resource, number and content', () => {
  const snapshot = {
    resource: 'r',
    number: 3,
    content: 'h',
    previous: 2,
    author: 'you',
    time: 0,
    message: '',
  };
  expect(pinOf(snapshot)).toEqual(pin('r', 3, 'h'));
  expect(samePin(pin('r', 3, 'h'), pinOf(snapshot))).toBe(true);
  for (const other of [pin('s', 3, 'h'), pin('r', 2, 'h'), pin('r', 3, 'i')]) {
    expect(samePin(other, pinOf(snapshot))).toBe(false);
  }
});

test('a pin is outdated when its resource has other content now', () => {
  const latest = new Map([
    ['moved', pin('moved', 2, 'new')],
    ['same', pin('same', 1, 'h')],
    ['restored', pin('restored', 3, 'h')],
  ]);
  const pins = [pin('moved', 1, 'old'), pin('same', 1, 'h'), pin('restored', 1, 'h'), pin('gone', 1, 'h')];
  expect(outdatedPins(pins, (id) => latest.get(id) ?? null)).toEqual([
    { pin: pin('moved', 1, 'old'), latest: pin('moved', 2, 'new') },
  ]);
});
