/** Which registered tasks can run here, and from which file. */
import { describe, expect, test } from 'vitest';
import type { FunctionTask } from '#core/resources/content.ts';
import { runnableHere } from '#source/runnable.ts';
import { file } from './analysis/show.ts';

const task: FunctionTask = {
  name: 'f',
  inputs: [{ name: 'a', type: 'number', required: true }],
  outputs: [],
};
const artifact = { name: 'T', outputs: [] };
const PYTHON = file('tasks.py', 'def f(a): pass', { functions: [task] });

const where = (
  files: ReturnType<typeof file>[],
  what: FunctionTask | typeof artifact = task,
  from = 'tasks.py',
) => {
  const { file: runs, issues } = runnableHere(files, what, from);
  return [runs, ...issues.map(({ code }) => code)];
};

describe('a task runs', () => {
  test('from the file that registers it', () => {
    const files = [
      file('a.ts', 'export function f(a: number) {}'),
      file('b.ts', 'export function f(a: number) {}'),
    ];
    expect(where(files, task, 'b.ts')).toEqual(['b.ts']);
    expect(where([file('a.js', 'export const f = (a, b = 1) => a;')], task, 'a.js')).toEqual(['a.js']);
  });

  test('from a script beside the Python file that registers it', () => {
    expect(where([PYTHON, file('tasks.ts', 'export function f(a: number) {}')])).toEqual(['tasks.ts']);
  });

  test('through a file that passes it on', () => {
    expect(
      where(
        [file('a.ts', "export * from './b.ts';"), file('b.ts', 'export function f(a: number) {}')],
        task,
        'a.ts',
      ),
    ).toEqual(['a.ts']);
  });

  test('and takes its argument apart, by any name but those of the parts', () => {
    expect(where([file('a.ts', 'export function f({ x }: { x: number }) {}')], task, 'a.ts')).toEqual([
      'a.ts',
    ]);
    expect(where([file('a.ts', 'export function f({ a }: { a: number }) {}')], task, 'a.ts')).toEqual([
      null,
      'task-parameters-differ',
    ]);
  });

  test('an artifact task too', () => {
    expect(
      where([file('a.ts', 'export const T = { serialize() {}, deserialize() {} };')], artifact, 'a.ts'),
    ).toEqual(['a.ts']);
    expect(where([file('a.ts', 'export function T() {}')], artifact, 'a.ts')).toEqual([
      null,
      'artifact-task-is-a-function',
    ]);
  });
});

describe('a task does not run', () => {
  test('where only Python has it', () => expect(where([PYTHON])).toEqual([null, 'file-not-run']));
  test('where the script has it otherwise', () => {
    expect(where([PYTHON, file('tasks.ts', 'export function f(b: number) {}')])).toEqual([
      null,
      'task-parameters-differ',
    ]);
  });
  test('where no script exports it, or none can be read', () => {
    expect(where([file('a.ts', 'function f(a: number) {}')], task, 'a.ts')).toEqual([null, 'task-missing']);
    expect(where([file('a.ts', 'export function f(a: number {}')], task, 'a.ts')).toEqual([
      null,
      'task-missing',
    ]);
  });
});
