/**
 * Shapes of JSON that comes from outside: whatever does not fit is told with its place, and a key that no shape knows does not fit. A shape
 * is typed by what it lets through, so that it cannot fall behind the type that it stands for.
 */

/** A sentence's end about what is wrong at a place, or null where the value fits. */
export interface Shape<out T> {
  (value: unknown, at: string): string | null;
  /** Only for the compiler: what fits is a T. */
  readonly fits?: T;
}

const says = (at: string, wanted: string): string => `${at || 'it'} is not ${wanted}`;

const plain =
  <T>(fits: (value: unknown) => boolean, wanted: string): Shape<T> =>
  (value, at) =>
    fits(value) ? null : says(at, wanted);

export const text: Shape<string> = plain((value) => typeof value === 'string', 'text');
export const flag: Shape<boolean> = plain((value) => typeof value === 'boolean', 'true or false');
/** Not finite ones too. */
export const number: Shape<number> = plain((value) => typeof value === 'number', 'a number');
export const finite: Shape<number> = plain((value) => Number.isFinite(value), 'a finite number');
/** From 0. */
export const whole: Shape<number> = plain(
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  'a whole number from 0',
);
/** Milliseconds since 1970, as far as there are dates. */
export const time: Shape<number> = plain(
  (value) => Number.isFinite(value) && Math.abs(value as number) <= 8.64e15,
  'a time',
);
export const hash: Shape<string> = plain(
  (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  'a SHA-256 in lower-case hexadecimal',
);
/** A word that may stand in an address or a path. */
export const id: Shape<string> = plain(
  (value) => typeof value === 'string' && /^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$/.test(value),
  'an id',
);

export function oneOf<const T extends string | number>(...values: readonly T[]): Shape<T> {
  return plain((value) => (values as readonly unknown[]).includes(value), values.join(' or '));
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : shape(value, at));
}

export function listOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return says(at, 'a list');
    return firstFault(value, (item, i) => shape(item, `${at}[${i}]`));
  };
}

/** Of so many items at most. */
export function shortList<T>(shape: Shape<T>, most: number): Shape<readonly T[]> {
  return (value, at) =>
    Array.isArray(value) && value.length > most
      ? says(at, `a list of ${most} at most`)
      : listOf(shape)(value, at);
}

/** Of so many characters at most. */
export function shortText(most: number): Shape<string> {
  return plain(
    (value) => typeof value === 'string' && value.length <= most,
    `text of ${most} characters at most`,
  );
}

/** Any keys, but for the one that would name a prototype. */
export function mapOf<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isTable(value)) return says(at, 'a mapping');
    return firstFault(Object.entries(value), ([key, item]) =>
      key === '__proto__' ? says(`${at}.${key}`, 'a key that is allowed') : shape(item, placeIn(at, key)),
    );
  };
}

/** Data of any form, without functions and other strangers, which JSON cannot say. */
export const anything: Shape<unknown> = (value, at) => {
  if (Array.isArray(value)) return listOf(anything)(value, at);
  return isTable(value) ? mapOf(anything)(value, at) : null;
};

type Fields<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Optional<Exclude<T[K], undefined>> : Shape<T[K]>;
};

interface Optional<out T> {
  readonly optional: Shape<T>;
}

/** A field that may be absent. */
export function may<T>(shape: Shape<T>): Optional<T> {
  return { optional: shape };
}

/** A mapping with these keys and no others. */
export function table<T>(fields: Fields<T>): Shape<T> {
  const known = new Map(Object.entries<Shape<unknown> | Optional<unknown>>(fields));
  return (value, at) => {
    if (!isTable(value)) return says(at, 'a mapping');
    const stranger = Object.keys(value).find((key) => !known.has(key));
    if (stranger !== undefined) return `${placeIn(at, stranger)} is not known`;
    return firstFault([...known], ([key, shape]) => {
      const there = Object.hasOwn(value, key);
      if (typeof shape === 'function')
        return there ? shape(value[key], placeIn(at, key)) : `${placeIn(at, key)} is missing`;
      return there ? shape.optional(value[key], placeIn(at, key)) : null;
    });
  };
}

/** Tables that say by one of their fields which they are. */
export function kinds<T extends { readonly [K in F]: string }, F extends string>(
  field: F,
  shapes: { readonly [V in T[F]]: Shape<Extract<T, Readonly<Record<F, V>>>> },
): Shape<T> {
  const known = new Map(Object.entries<Shape<unknown>>(shapes));
  return (value, at) => {
    if (!isTable(value)) return says(at, 'a mapping');
    const shape = known.get(String(value[field]));
    return shape ? shape(value, at) : says(placeIn(at, field), [...known.keys()].join(' or '));
  };
}

/** Fits both: for what the type alone does not say. */
export function also<T>(shape: Shape<T>, fits: (value: T) => boolean, wanted: string): Shape<T> {
  return (value, at) => shape(value, at) ?? (fits(value as T) ? null : says(at, wanted));
}

function firstFault<T>(items: readonly T[], check: (item: T, i: number) => string | null): string | null {
  for (const [i, item] of items.entries()) {
    const fault = check(item, i);
    if (fault !== null) return fault;
  }
  return null;
}

function isTable(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A hostile key may be long. */
function placeIn(at: string, key: string): string {
  const shown = key.length > 40 ? `${key.slice(0, 40)}…` : key;
  return at === '' ? shown : `${at}.${shown}`;
}
