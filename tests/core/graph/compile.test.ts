// The way from text to plan as the editor and the engine use it: nothing an author writes throws, and nothing half-checked is planned.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileEntrypoint } from '#core/graph/compile.ts';
import type { EntrypointSource } from '#core/graph/plan-types.ts';
import { hasErrors } from '#core/issues.ts';

const base: EntrypointSource = {
  taskGraph: 's: {add: [1, $p]}\nt: {take: $s}\n',
  artifactGraph: 'out: {contents: $s, task: {name: Text}}\n',
  parameters: [{ name: 'p', type: 'float', defaultValue: '2' }],
  artifactParameters: [{ name: 'model', outputs: [{ name: 'm', type: 'any' }] }],
  functions: [
    {
      name: 'add',
      plugin: 'tools',
      file: 'deep/tasks.ts',
      inputs: [
        { name: 'a', type: 'number', required: true },
        { name: 'b', type: 'number', required: true },
      ],
      outputs: [{ name: 'sum', type: 'number' }],
    },
    {
      name: 'take',
      plugin: 'tools',
      file: 'deep/tasks.ts',
      inputs: [{ name: 'x', type: 'any', required: true }],
      outputs: [],
    },
  ],
  artifacts: [
    { name: 'Text', plugin: 'artifacts', file: 'text.ts', outputs: [{ name: 'text', type: 'string' }] },
  ],
  types: [{ name: 'Unused', structure: null }],
};

const compile = (change: Partial<EntrypointSource> = {}) => compileEntrypoint({ ...base, ...change });

describe('a sound entrypoint', () => {
  test('has a plan of the very tasks that are registered', () => {
    const { issues, plan } = compile();
    expect(issues).toEqual([]);
    expect(plan?.steps.map(({ name, task }) => [name, task])).toEqual([
      ['s', base.functions[0]],
      ['t', base.functions[1]],
    ]);
    expect(plan?.artifacts[0]?.task).toBe(base.artifacts[0]);
    expect(plan?.artifactParameters).toBe(base.artifactParameters);
  });

  test('can be cloned on its way to a worker', () => {
    const source = {
      ...base,
      taskGraph: 's: {take: [{1: [yes, 1.5, 99999999999999999999, 2026-01-01]}]}\n',
      artifactGraph: '',
    };
    const compilation = compileEntrypoint(source);
    expect(compilation.issues).toEqual([]);
    expect(structuredClone(compilation)).toEqual(compilation);
  });

  test('a float parameter may hold a whole number, a list or mapping need have no default', () => {
    const parameters = [
      { name: 'p', type: 'float', defaultValue: '2' },
      { name: 'l', type: 'list', defaultValue: null },
      { name: 'm', type: 'mapping', defaultValue: null },
      { name: 'f', type: 'float', defaultValue: null },
    ] as const;
    expect(compile({ parameters, taskGraph: 's: {add: [$f, $p]}\nt: {take: [[$l, $m]]}\n' }).issues).toEqual(
      [],
    );
    expect(compile({ parameters, taskGraph: 's: {add: [$l, $p]}\n' }).issues[0]?.code).toBe('argument-type');
  });

  test('a default that reads as a float is not an integer', () => {
    const functions = base.functions.map((task) => ({
      ...task,
      inputs: task.inputs.map((input) => ({ ...input, type: 'integer' })),
    }));
    const parameters = [{ name: 'p', type: 'list', defaultValue: '[1.0]' }] as const;
    const types = [{ name: 'counts', structure: { list: 'integer' } }];
    const take = [{ ...functions[1]!, inputs: [{ name: 'x', type: 'counts', required: true }] }];
    expect(
      compile({ parameters, types, functions: take, taskGraph: 't: {take: $p}', artifactGraph: '' }).issues[0]
        ?.code,
    ).toBe('argument-type');
    expect(
      compile({
        parameters: [{ ...parameters[0], defaultValue: '[1]' }],
        types,
        functions: take,
        taskGraph: 't: {take: $p}',
        artifactGraph: '',
      }).issues,
    ).toEqual([]);
  });
});

describe('faults', () => {
  test('lie in the document they belong to', () => {
    const { issues, plan } = compile({
      taskGraph: 's: {add: [1, $q]}\n',
      artifactGraph: 'out: {contents: $nobody, task: {name: Text}}\n',
      parameters: [{ name: 'p', type: 'integer', defaultValue: 'x' }],
      artifactParameters: [{ name: 'model', outputs: [{ name: 'm', type: 'Model' }] }],
      functions: base.functions.map((task) => ({ ...task, outputs: [{ name: 'sum', type: 'Sum' }] })),
      types: [{ name: 'Broken', structure: { list: 'Sum' } }],
    });
    expect(plan).toBeNull();
    expect(issues.map(({ code, document, path }) => [code, document, path.join('.')])).toEqual([
      ['parameter-text', 'parameters', 'p'],
      ['unknown-task-type', 'deep/tasks.ts', 'add.outputs.sum'],
      ['unknown-task-type', 'deep/tasks.ts', 'take.outputs.sum'],
      ['unknown-reference', 'task graph', 's.add.1'],
      ['unknown-reference', 'artifact graph', 'out.contents'],
      ['unknown-artifact-type', 'artifact parameters', 'model.m'],
      ['unknown-type', 'types', 'Broken.list'],
    ]);
  });

  test('a text that is no YAML is still drawn, as far as it goes', () => {
    const { issues, picture, plan } = compile({ taskGraph: 's: {add: [1, 2]}\nt:\n  take: [$s\n' });
    expect(hasErrors(issues)).toBe(true);
    expect(plan).toBeNull();
    expect(picture.edges).toEqual([{ from: 's', to: 't', kind: 'reference', output: 'sum', input: 'x' }]);
  });

  test('warnings do not stop a plan', () => {
    const { issues, plan } = compile({ taskGraph: 's: {add: [1, 2]}\ns: {add: [3, 4]}\n' });
    expect(issues.map(({ severity }) => severity)).toEqual(['WARNING']);
    expect(plan?.steps[0]?.args).toEqual([
      { kind: 'literal', value: 3 },
      { kind: 'literal', value: 4 },
    ]);
  });

  test('a name of JavaScript is a name like any other', () => {
    const taskGraph =
      '__proto__: {add: [1, 2]}\nconstructor: {take: $__proto__}\ntoString: {take: {x: {__proto__: 1}}}\n';
    const { issues, plan, picture } = compile({ taskGraph, artifactGraph: '' });
    expect(issues).toEqual([]);
    expect(plan?.steps.map(({ name }) => name)).toEqual(['__proto__', 'toString', 'constructor']);
    expect(picture.edges).toHaveLength(1);
    expect(Object.hasOwn((plan!.steps[1]!.kwargs.x as { value: object }).value, '__proto__')).toBe(true);
  });
});

const pieces = fc.constantFrom(
  's',
  't',
  '$s',
  '$p',
  '$model.m',
  'add',
  'take',
  'task',
  'args',
  'kwargs',
  'dependencies',
  '1',
  'x: 1',
  '[',
  ']',
  '{',
  '}',
  ': ',
  ', ',
  '\n',
  '\n  ',
  '- ',
  '"',
  '&a ',
  '*a',
  '~',
  '<<: ',
  '!!set ',
  '#',
  '|',
);

test('whatever is written, nothing throws, and there is a plan exactly if there is no error', () => {
  let sound = 0;
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), fc.boolean(), (words, isArtifactGraph) => {
      const text = words.join('');
      const start = 's: {add: [1, 2]}\n';
      const { issues, plan } = compile(
        isArtifactGraph ? { artifactGraph: text } : { taskGraph: `${start}${text}`, artifactGraph: '' },
      );
      expect(plan === null).toBe(hasErrors(issues));
      if (plan) sound += 1;
      for (const { range } of issues)
        if (range) expect(range.end.offset).toBeGreaterThanOrEqual(range.start.offset);
    }),
    { numRuns: 300 },
  );
  expect(sound).toBeGreaterThan(0);
});

test('a step of the plan never comes before what it waits for, and releases nothing that is needed later', () => {
  const graphs = fc.array(
    fc.tuple(fc.array(fc.nat(8), { maxLength: 2 }), fc.array(fc.nat(8), { maxLength: 2 })),
    { minLength: 1, maxLength: 9 },
  );
  fc.assert(
    fc.property(graphs, (steps) => {
      const taskGraph = steps
        .map(([references, dependencies], i) => {
          const [a = '1', b = '2'] = references.filter((j) => j < i).map((j) => `$s${j}`);
          return `s${i}: {add: [${a}, ${b}], dependencies: [${dependencies
            .filter((j) => j < i)
            .map((j) => `s${j}`)
            .join(', ')}]}\n`;
        })
        .reverse()
        .join('');
      const { plan } = compile({ taskGraph, artifactGraph: 'out: {contents: $s0, task: {name: Text}}\n' });
      const released = new Set<string>();
      const done = new Set<string>();
      for (const { name, after, args, releases } of plan!.steps) {
        for (const earlier of after) expect(done).toContain(earlier);
        for (const argument of args)
          if (argument.kind === 'output') expect(released).not.toContain(argument.step);
        done.add(name);
        for (const step of releases) released.add(step);
      }
      expect(done.size).toBe(steps.length);
      expect([...done].filter((name) => !released.has(name))).toEqual(['s0']);
    }),
  );
});
