/** Numbers as Python's int() and float() read them from text: spaces around, `_` between digits, digits of any script. */

const SPACE = String.raw`[\t-\r\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+`;
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, 'gu');

/** The longest run of digits that int() takes by default. */
const MOST_DIGITS = 4300;

/** As int(text); null where that raises ValueError. */
export function readPythonInteger(text: string): bigint | null {
  const digits = normalise(text);
  const match = /^([+-]?)(\d+(?:_\d+)*)$/.exec(digits);
  if (!match) return null;
  const size = match[2]!.replaceAll('_', '');
  if (size.length > MOST_DIGITS) return null;
  return match[1] === '-' ? -BigInt(size) : BigInt(size);
}

/** As float(text); null where that raises ValueError. */
export function readPythonFloat(text: string): number | null {
  const digits = normalise(text);
  const special = /^([+-]?)(?:(inf|infinity)|nan)$/i.exec(digits);
  if (special) return special[2] ? (special[1] === '-' ? -Infinity : Infinity) : NaN;
  const part = String.raw`\d+(?:_\d+)*`;
  const form = new RegExp(`^[+-]?(?:${part}(?:\\.(?:${part})?)?|\\.${part})(?:e[+-]?${part})?$`, 'i');
  return form.test(digits) ? Number(digits.replaceAll('_', '')) : null;
}

/** Without spaces around, and with the digits of other scripts as those of ASCII. */
function normalise(text: string): string {
  return text
    .replaceAll(AROUND, '')
    .replaceAll(/\p{Nd}/gu, (digit) => (digit <= '9' ? digit : String(digitValue(digit))));
}

/** Decimal digits stand in runs of ten, zero first. */
function digitValue(digit: string): number {
  let value = -1;
  for (let code = digit.codePointAt(0)!; /\p{Nd}/u.test(String.fromCodePoint(code)); code -= 1) value += 1;
  return value % 10;
}
