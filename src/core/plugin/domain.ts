/** What an input may be, from the comment of its author: ranges and names in the few phrases that are read as well as shown. */

/** Bounds, names, or both; at least one of them is there. */
export interface Domain {
  /** The phrases as they stand in the comment. */
  readonly text: string;
  /** Of a number, or of each number of a list. */
  readonly least?: Bound;
  readonly most?: Bound;
  /** Whether a list must hold something. */
  readonly filled?: boolean;
  /** The texts that it may be; with `others`, those that are known. */
  readonly names?: readonly string[];
  /** Whether it may be more than the names. */
  readonly others?: boolean;
}

interface Bound {
  readonly at: number;
  /** Whether the bound itself is out. */
  readonly open: boolean;
}

const NUMBER = String.raw`(-?\d[\d,]*(?:\.\d+)?)`;
const AT_LEAST = new RegExp(String.raw`^(?:each )?(?:${NUMBER} or more|(?:at least|from) ${NUMBER})$`);
const MORE_THAN = new RegExp(
  String.raw`^(?:each )?more than ${NUMBER}(?: and (at most|less than) ${NUMBER})?$`,
);
const FROM_TO = new RegExp(String.raw`^(?:each )?(?:from )?${NUMBER} to (below )?${NUMBER}$`);
const FILLED = /^(?:one or more|at least one)$/;
const NAME = String.raw`[\w+-](?:[\w.+-]*[\w+-])?`;
const NAMES = new RegExp(
  String.raw`(?:^|[;:,.] )(one of ((?:${NAME}, )*${NAME}(?:, | or )${NAME}))(?:(?=\.(?: |$)|;(?! or )|$)|(; or ))`,
);

/**
 * Reads the phrases that bound an input, each a clause of its own between commas, semicolons, colons or full stops:
 * `1 or more`, `at least 1`, `from 0`, `more than 0`, `more than 0 and at most 1`, `0 to 1`, `0 to below 1`, any of them with
 * `each` for the numbers of a list; `one or more` for a list that is not empty; `one of red, green or blue`, up to the next
 * semicolon or the end, which `; or` leaves open to others. Of several ranges the first counts, so that what follows may speak
 * of cases and defaults; one that goes on with `or` does not bound anything.
 *
 * @param description what a `@param` says of the input
 * @returns null where no phrase bounds it
 *
 * @example
 * readDomain('steps from each start, 1 or more')?.least; // { at: 1, open: false }
 */
export function readDomain(description: string): Domain | null {
  const text = description.replaceAll(/\s+/g, ' ').trim();
  const [, phrase, list, others] = NAMES.exec(text) ?? [];
  const names = list?.split(/, | or /);
  const clauses = text.split(/[;:,.](?: |$)/).map((clause) => clause.trim());
  const range = clauses
    .map((clause, i) => [clause, clauses[i + 1]?.startsWith('or ') ? null : readRange(clause)] as const)
    .find(([, found]) => found);
  const filled = clauses.find((clause) => FILLED.test(clause));
  const said = [phrase, filled, range?.[0]].filter((part) => part !== undefined);
  if (said.length === 0) return null;
  return {
    text: said.join(', '),
    ...range?.[1],
    ...(filled && { filled: true }),
    ...(names && { names }),
    ...(others && { others: true }),
  };
}

function readRange(clause: string): Pick<Domain, 'least' | 'most'> | null {
  const from = AT_LEAST.exec(clause);
  if (from) return { least: bound(from[1] ?? from[2]!) };
  const more = MORE_THAN.exec(clause);
  if (more) {
    const [, low, word, high] = more;
    return { least: bound(low!, true), ...(high && { most: bound(high, word === 'less than') }) };
  }
  const [, low, below, high] = FROM_TO.exec(clause) ?? [];
  const [least, most] = [bound(low ?? ''), bound(high ?? '', below !== undefined)];
  return low && high && least.at <= most.at ? { least, most } : null;
}

const bound = (digits: string, open = false): Bound => ({ at: Number(digits.replaceAll(',', '')), open });

/**
 * Why a value cannot be what an input takes; null where nothing speaks against it. What has no value, or is of another kind
 * than the phrases speak of, is left to the check of types.
 *
 * @example
 * refuseValue(readDomain('each more than 0')!, [0.1, 0]); // '0'
 */
export function refuseValue(domain: Domain, value: unknown): string | null {
  if (Array.isArray(value)) {
    if (value.length === 0) return domain.filled ? 'An empty list' : null;
    const wrong = value.find((item) => isWrong(domain, item) || (domain.least && isText(item)));
    return wrong === undefined ? null : `${isText(wrong) ? 'The text ' : ''}${say(wrong)}`;
  }
  return isWrong(domain, value) ? say(value) : null;
}

function isWrong({ least, most, names, others = false }: Domain, value: unknown): boolean {
  if (isText(value)) return names !== undefined && !others && !names.includes(value);
  if (typeof value !== 'number') return false;
  const low = least !== undefined && (least.open ? !(value > least.at) : !(value >= least.at));
  return low || (most !== undefined && (most.open ? !(value < most.at) : !(value <= most.at)));
}

const isText = (value: unknown): value is string => typeof value === 'string';
const say = (value: unknown): string => (isText(value) ? `“${value}”` : String(value));
