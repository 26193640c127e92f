/** The author's place in the stacks of three browsers. */
import { expect, test } from 'vitest';
import { placeFault } from '#engine/stack.ts';

const raw = (stack: string) => ({ message: 'no', stack, step: 's', task: 't' });
const place = { plugin: 'optic', file: 'nets/a.ts', line: 3, column: 11 };

test.each([
  [
    'Chromium',
    'Error: no\n    at tidy (alidade:///engine/tfjs.js:1:9)\n    at fgsm (alidade:///optic/nets/a.ts:3:11)\n    at run (alidade:///engine/boot.js:1:2)',
  ],
  [
    'Firefox',
    'tidy@alidade:///engine/tfjs.js:1:9\nfgsm@alidade:///optic/nets/a.ts:3:11\nrun@alidade:///engine/boot.js:1:2',
  ],
])('%s', (_, stack) => {
  const fault = placeFault(raw(stack));
  expect(fault.place).toEqual(place);
  expect(fault.stack).toContain('optic/nets/a.ts:3:11');
  expect(fault.stack).not.toContain('boot.js');
});

test('a stack without the author has no place', () => {
  expect(placeFault(raw('Error: no\n    at x (alidade:///engine/boot.js:1:2)'))).toMatchObject({
    place: null,
    stack: 'Error: no',
  });
  expect(placeFault(raw('')).place).toBeNull();
});
