/** Python in, tasks out, by the reference's rules; its own records run in `tests/core/graph/conformance.test.ts`. */
import { describe, expect, test } from 'vitest';
import type { KnownTypes } from '#core/plugin/analysis.ts';
import { analyse, issuesOf, tasksOf, typesOf } from './show.ts';

const python = (text: string, known?: KnownTypes) => analyse(text, known, 'tasks.py');
const task = (rest: string, known?: KnownTypes) =>
  python(`from dioptra import pyplugs\n@pyplugs.register\ndef f${rest}\n`, known);

describe('which functions are tasks', () => {
  const CASES: [string, string, boolean][] = [
    [
      'the decorator through the module',
      'import dioptra.pyplugs\n@dioptra.pyplugs.register\ndef f(): pass',
      true,
    ],
    ['among several imports', 'import os, dioptra.pyplugs as p, sys\n@p.register()\ndef f(): pass', true],
    [
      'in brackets, over lines',
      'from dioptra import (\n  pyplugs as p,\n)\n@p.register\ndef f(): pass',
      true,
    ],
    ['after a semicolon', 'import os; from dioptra.pyplugs import register as r\n@r\ndef f(): pass', true],
    [
      'another module of the package beside',
      'import dioptra.pyplugs\nimport dioptra.sdk\n@dioptra.pyplugs.register\ndef f(): pass',
      true,
    ],
    [
      'an assignment to the name is not seen',
      'from dioptra.pyplugs import register\nregister = 1\n@register\ndef f(): pass',
      true,
    ],
    ['not the package alone', 'import dioptra\n@dioptra.pyplugs.register\ndef f(): pass', false],
    [
      'not where the name is taken by another',
      'from dioptra import pyplugs\nimport other as pyplugs\n@pyplugs.register\ndef f(): pass',
      false,
    ],
    [
      'not where the package is',
      'import dioptra.pyplugs\nimport other as dioptra\n@dioptra.pyplugs.register\ndef f(): pass',
      false,
    ],
    ['not before the import', '@register\ndef f(): pass\nfrom dioptra.pyplugs import register', false],
    ['not a relative module', 'from .dioptra.pyplugs import register\n@register\ndef f(): pass', false],
    [
      'not in a condition',
      'from dioptra.pyplugs import register\nif True:\n  @register\n  def f(): pass',
      false,
    ],
    ['not a class', 'from dioptra.pyplugs import register\n@register\nclass f: pass', false],
    ['not called twice', 'from dioptra.pyplugs import register\n@register()()\ndef f(): pass', false],
  ];
  test.each(CASES)('%s', (_, text, isTask) =>
    expect(tasksOf(python(`${text}\n`))).toEqual(isTask ? ['f() ->'] : []),
  );
});

describe('inputs and outputs', () => {
  const CASES: [string, string][] = [
    ['(a: int, /, b: str, *, c: bool = True):\n  pass', 'f(a: integer, b: string, c?: boolean) ->'],
    ['(a: int, *args: int, **kwargs: str) -> float:\n  pass', 'f(a: integer) -> output: number'],
    ['(a, b):\n  pass', 'f(a: type1, b: type2) ->'],
    ['(a: foo(1), b: foo( 1 ), c: bar()):\n  pass', 'f(a: type1, b: type1, c: type2) ->'],
    [
      '(a: np.ndarray, b: "np.ndarray") -> tf.Tensor:\n  pass',
      'f(a: np_ndarray, b: np_ndarray) -> output: tf_tensor',
    ],
    ['(a: (int), b: "int", c: Any) -> (None):\n  pass', 'f(a: integer, b: integer, c: any) ->'],
    ['[T](a: T = lambda x, y: x):\n  pass', 'f(a?: t) ->'],
  ];
  test.each(CASES)('def f%s', (rest, shown) => expect(tasksOf(task(rest))).toEqual([shown]));

  test('numbers are counted over the whole file, so that no two things share one', () => {
    const text =
      'from dioptra.pyplugs import register\n@register\ndef f(a): pass\n@register\ndef g(a): pass\n';
    expect(tasksOf(python(text))).toEqual(['f(a: type1) ->', 'g(a: type2) ->']);
  });

  test('a type that exists under the same words is taken', () => {
    const known: KnownTypes = new Map([
      ['np.ndarray', null],
      ['optional_str', { union: ['string', 'null'] }],
    ]);
    const analysis = task('(a: np.ndarray, b: Optional[str]):\n  pass', known);
    expect(tasksOf(analysis)).toEqual(['f(a: np.ndarray, b: optional_str) ->']);
    expect(typesOf(analysis)).toEqual({});
  });

  test('the docstring describes', () => {
    expect(task('():\n  """Counts\n  what is right.\n\n  More.\n  """').functions[0]?.description).toBe(
      'Counts what is right.',
    );
    expect(task("():\n  'Short.'").functions[0]?.description).toBe('Short.');
  });
});

describe('structures of missing types', () => {
  const CASES: [string, unknown][] = [
    ['list[int]', { list: 'integer' }],
    ['List[List[str]]', { list: { list: 'string' } }],
    ['tuple[int, str]', { tuple: ['integer', 'string'] }],
    ['tuple[int, ...]', { list: 'integer' }],
    ['dict[str, Any]', { mapping: ['string', 'any'] }],
    ['Optional[str]', { union: ['string', 'null'] }],
    ['typing.Union[int, bool]', { union: ['integer', 'boolean'] }],
    ['int | str | None', { union: ['integer', 'string', 'null'] }],
    ['dict[float, str]', null],
    ['list[np.ndarray]', null],
    ['Callable[[int], str]', null],
    ['SomeType', null],
  ];
  test.each(CASES)('%s', (annotation, structure) => {
    const { missingTypes } = task(`(a: ${annotation}):\n  pass`);
    expect(missingTypes).toMatchObject([
      { structure, description: annotation, why: 'It is the type of the input a of f.' },
    ]);
  });
});

test('what is no Python is told of at its place', () => {
  const analysis = python('x = 1\ndef f(:\n');
  expect(analysis.readable).toBe(false);
  expect(issuesOf(analysis)).toEqual(['source-syntax 2:7']);
});
