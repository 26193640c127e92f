/**
 * The task functions that run records call, known by the last part of their plugin's path: those of the reference's own tests
 * and those that the record of kind `probe_tasks` describes. They belong to the format, as Python functions belong to its tests.
 */

/** A function in Python's manner: named parameters, some with a default. */
export interface PythonFunction {
  readonly parameters: readonly string[];
  /** Values of the last parameters. */
  readonly defaults: readonly unknown[];
  readonly body: (...values: readonly never[]) => unknown;
}

function define(
  parameters: string,
  body: PythonFunction['body'],
  ...defaults: readonly unknown[]
): PythonFunction {
  return { parameters: parameters.split(' ').filter((name) => name !== ''), defaults, body };
}

function* countToThree(): Generator<number> {
  yield 1;
  yield 2;
  yield 3;
}

const fail = (): never => {
  throw new Error('boom');
};

const add = (a: number, b: number): number => a + b;

export const FUNCTIONS: ReadonlyMap<string, PythonFunction> = new Map<string, PythonFunction>([
  ['add', define('a b', add)],
  ['addsub', define('a b', (a: number, b: number) => [a + b, a - b])],
  ['square', define('x', (x: number) => x * x)],
  ['hello', define('', () => 'hello')],
  ['echo', define('x', (x: unknown) => x, null)],
  ['echo2', define('x y', (x: unknown, y: unknown) => [x, y], null, null)],
  ['none', define('', () => null)],
  ['gen3', define('', countToThree)],
  ['text', define('', () => 'ab')],
  ['amap', define('', () => ({ k1: 1, k2: 2 }))],
  ['boom', define('', fail)],
]);

/** Calls with arguments by position and by name; throws a TypeError where they do not fit, as Python does. */
export function callFunction(
  { parameters, defaults, body }: PythonFunction,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): unknown {
  if (args.length > parameters.length) throw new TypeError('too many arguments');
  for (const name of Object.keys(kwargs)) {
    if (parameters.indexOf(name) < args.length) throw new TypeError(`unexpected argument ${name}`);
  }
  const values = parameters.map((name, index) => {
    if (index < args.length) return args[index];
    if (Object.hasOwn(kwargs, name)) return kwargs[name];
    const optional = index - (parameters.length - defaults.length);
    if (optional < 0) throw new TypeError(`missing argument ${name}`);
    return defaults[optional];
  });
  return (body as (...all: readonly unknown[]) => unknown)(...values);
}
