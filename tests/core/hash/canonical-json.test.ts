import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '#core/hash/canonical-json.ts';

test('RFC 8785, 3.2.2 and 3.2.4: the sample, to the byte', () => {
  const text = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`;
  const bytes =
    '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a' +
    '5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c' +
    '22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d';
  expect(Buffer.from(canonicalJson(JSON.parse(text))).toString('hex')).toBe(bytes);
});

test('RFC 8785, 3.2.3: keys in the order of their UTF-16 units', () => {
  const sample = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  expect(canonicalJson(sample)).toBe(
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
      '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  );
});

// RFC 8785, appendix B: the bits of a double, and its text.
test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('RFC 8785, appendix B: %s is %s', (bits, text) => {
  expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
});

test('what JSON cannot say has an encoding', () => {
  expect(canonicalJson([Number.NaN, Infinity, -Infinity])).toBe(
    '[{"$float":"nan"},{"$float":"inf"},{"$float":"-inf"}]',
  );
  const map = new Map<unknown, unknown>([
    [2, 'b'],
    [null, { z: 1, a: 2 }],
    ['x', true],
  ]);
  expect(canonicalJson(map)).toBe('{"$map":[["x",true],[2,"b"],[null,{"a":2,"z":1}]]}');
  expect(canonicalJson(new Map([['b', 1], ['a', 2]]))).toBe('{"a":2,"b":1}'); // prettier-ignore
  expect(canonicalJson(2n ** 70n)).toBe('1180591620717411303424');
});

test('an encoding can not be forged by plain data', () => {
  expect(canonicalJson({ $float: 'nan' })).toBe('{"$map":[["$float","nan"]]}');
  expect(canonicalJson({ $map: [], other: 1 })).toBe('{"$map":[],"other":1}');
});

test('keys without a value are left out, and what is no data is refused', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  expect(canonicalJson(Object.create(null, { a: { value: 1, enumerable: true } }))).toBe('{"a":1}');
  expect(() => canonicalJson(() => 1)).toThrow(TypeError);
  expect(() => canonicalJson([undefined])).toThrow(TypeError);
  expect(() => canonicalJson(new Date())).toThrow('Date');
});

test('for plain JSON: it reads back equal, whatever the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      fc.pre(!/"\$(float|map|complex)"/.test(text));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
