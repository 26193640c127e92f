// Faults, and what their fixes make of the text.
import { describe, expect, test } from 'vitest';
import { compileEntrypoint } from '#core/graph/compile.ts';
import type { EntrypointSource } from '#core/graph/plan-types.ts';
import { fixesOf, type Offer } from '#core/graph/assist/fixes.ts';
import type { Fix } from '#core/graph/assist/fix.ts';
import { readSlots } from '#core/graph/assist/issue-slots.ts';
import { ISSUE_KINDS, issue, type IssueCode } from '#core/issues.ts';
import { prepare } from '../edit/tools.ts';

const OFFER: Offer = {
  functions: [{ name: 'attack', plugin: 'evasion' }],
  artifacts: [{ name: 'NpyTask', plugin: 'arrays' }],
};

/** The fixes of the first issue with this code. */
function fixes(
  code: IssueCode,
  taskGraph: string,
  artifactGraph = '',
  change: Partial<EntrypointSource> = {},
): readonly Fix[] {
  const graphs = prepare(taskGraph, artifactGraph, change);
  const found = compileEntrypoint(graphs.source).issues.find((item) => item.code === code);
  expect(found, `the text has the fault ${code}`).toBeDefined();
  return fixesOf(graphs, found!, OFFER);
}

/** A title, with the text that it leads to. */
function told(
  found: readonly Fix[],
  document: 'taskGraph' | 'artifactGraph' = 'taskGraph',
): [string, string | undefined][] {
  return found.map(({ title, edit }) => [title, edit?.after[document].text]);
}

const DATA = 'a: {load: []}\n';

type Case = readonly [
  code: IssueCode,
  text: string,
  told: readonly (readonly [title: string, after: string | undefined])[],
];

const IN_TASK_GRAPH: readonly Case[] = [
  ['unknown-task', 's: {lod: []}\n', [['Change to "load"', 's: {load: []}\n']]],
  ['unknown-task', 's: {task: "sya", args: [1]}\n', [['Change to "say"', 's: {task: "say", args: [1]}\n']]],
  ['unknown-task', 's: {attack: []}\n', [['Attach the plugin "evasion", which has "attack"', undefined]]],
  [
    'unknown-argument',
    `${DATA}s: {train: {dta: $a}}\n`,
    [
      ['Change to "data"', `${DATA}s: {train: {data: $a}}\n`],
      ['Remove "dta"', `${DATA}s: {train: {}}\n`],
    ],
  ],
  [
    'missing-argument',
    `${DATA}s:\n  train:\n    epochs: 3\n`,
    [['Give "data" $a', `${DATA}s:\n  train:\n    epochs: 3\n    data: $a\n`]],
  ],
  [
    'missing-argument',
    's: {say: []}\n',
    [
      ['Make a parameter "text" and give it', 's: {say: {text: $text}}\n'],
      ['Give "text" null', 's: {say: {text: null}}\n'],
    ],
  ],
  ['too-many-arguments', 's: {say: [1, 2, 3]}\n', [['Keep the first one only', 's: {say: [1]}\n']]],
  [
    'argument-twice',
    's: {task: say, args: [1], kwargs: {text: 2}}\n',
    [['Remove "text: …" and keep what is given by position', 's: {task: say, args: [1]}\n']],
  ],
  [
    'unknown-reference',
    's: {say: "$sed"}\n',
    [
      ['Change to $seed', 's: {say: "$seed"}\n'],
      ['Make a parameter "sed"', undefined],
      ['Write "$sed" as plain text', 's: {say: "$$sed"}\n'],
    ],
  ],
  [
    'unknown-reference',
    'data: {load: []}\ns: {train: [$dta.data]}\n',
    [
      ['Change to $data.data', 'data: {load: []}\ns: {train: [$data.data]}\n'],
      ['Write "$dta.data" as plain text', 'data: {load: []}\ns: {train: [$$dta.data]}\n'],
    ],
  ],
  [
    'output-needed',
    `${DATA}p: {split: [$a]}\ns: {train: [$p]}\n`,
    [
      ['Change to $p.first', `${DATA}p: {split: [$a]}\ns: {train: [$p.first]}\n`],
      ['Change to $p.second', `${DATA}p: {split: [$a]}\ns: {train: [$p.second]}\n`],
    ],
  ],
  [
    'unknown-output',
    `${DATA}p: {split: [$a]}\ns: {say: [{k: $p.secund}]}\n`,
    [
      ['Change to $p.second', `${DATA}p: {split: [$a]}\ns: {say: [{k: $p.second}]}\n`],
      ['Change to $p.first', `${DATA}p: {split: [$a]}\ns: {say: [{k: $p.first}]}\n`],
    ],
  ],
  ['parameter-output', 's: {say: $seed.x}\n', [['Change to $seed', 's: {say: $seed}\n']]],
  [
    'unknown-dependency',
    `${DATA}s: {load: [], dependencies: [$a]}\n`,
    [
      ['Change to "a"', `${DATA}s: {load: [], dependencies: [a]}\n`],
      ['Remove the dependency on "$a"', `${DATA}s: {load: []}\n`],
    ],
  ],
  [
    'unknown-dependency',
    'load data: {load: []}\ns:\n  load: []\n  dependencies: lod data\n',
    [
      ['Change to "load data"', 'load data: {load: []}\ns:\n  load: []\n  dependencies: load data\n'],
      ['Remove the dependency on "lod data"', 'load data: {load: []}\ns:\n  load: []\n'],
    ],
  ],
  [
    'step-cycle',
    'a: {load: [], dependencies: b}\nb: {train: [$a]}\n',
    [['Let "a" not depend on "b"', 'a: {load: []}\nb: {train: [$a]}\n']],
  ],
  [
    'unknown-key',
    's: {task: say, arg: [1]}\n',
    [
      ['Change to "args"', 's: {task: say, args: [1]}\n'],
      ['Remove "arg"', 's: {task: say}\n'],
    ],
  ],
  ['name-collision', 'seed: {load: []}\n', [['Rename the step to "seed_2"', 'seed_2: {load: []}\n']]],
  [
    'name-dot',
    'a.b: {load: []}\nc: {load: [], dependencies: a.b}\n',
    [['Rename the step to "a_b"', 'a_b: {load: []}\nc: {load: [], dependencies: a_b}\n']],
  ],
  ['name-not-text', 'no: {load: []}\n', [['Put the name in quotes', '"no": {load: []}\n']]],
  ['argument-type', 's: {load: {path: 5}}\n', [['Change to the text "5"', 's: {load: {path: "5"}}\n']]],
  [
    'argument-type',
    `${DATA}s: {train: [$a, "3"]}\n`,
    [
      ['Change to the integer 3', `${DATA}s: {train: [$a, 3]}\n`],
      ['Change to $seed', `${DATA}s: {train: [$a, $seed]}\n`],
    ],
  ],
  [
    'argument-type',
    `${DATA}s: {train: {data: $a, rate: 1e-3}}\n`,
    [
      ['Change to the number 1.0e-3', `${DATA}s: {train: {data: $a, rate: 0.001}}\n`],
      ['Change to $seed', `${DATA}s: {train: {data: $a, rate: $seed}}\n`],
      ['Change to $share', `${DATA}s: {train: {data: $a, rate: $share}}\n`],
    ],
  ],
  [
    'argument-type',
    `${DATA}s: {train: {data: $seed}}\n`,
    [['Change to $a', `${DATA}s: {train: {data: $a}}\n`]],
  ],
  ['yaml-tab', 's:\n\tload: []\n', [['Put spaces in place of the tab', 's:\n  load: []\n']]],
  ['yaml-reserved', 's: {say: =}\n', [['Put it in quotes', 's: {say: "="}\n']]],
  ['yaml-malformed', 's: {say: 2001-13-01}\n', [['Put it in quotes', 's: {say: "2001-13-01"}\n']]],
  ['yaml-quotes-needed', 's:\n  say: @x # y\n', [['Put it in quotes', 's:\n  say: "@x" # y\n']]],
  ['yaml-bracket', 's: {say: [1\n', []],
];

describe('in the task graph', () => {
  test.each(IN_TASK_GRAPH)('%s: %j', (code, text, expected) =>
    expect(told(fixes(code, text))).toEqual(expected),
  );

  test('nothing given means no arguments, where none are taken', () => {
    const functions = [{ name: 'go', plugin: 'p', file: 'f.ts', inputs: [], outputs: [] }];
    expect(told(fixes('too-many-arguments', 's:\n  go: # now\n', '', { functions }))).toEqual([
      ['Give no arguments', 's:\n  go: [] # now\n'],
    ]);
  });
});

describe('in the artifact graph', () => {
  const graph = `${DATA}m: {train: [$a]}\n`;
  test.each<Case>([
    [
      'unknown-artifact-task',
      'x: {contents: $m, task: {name: ModleTask}}\n',
      [['Change to "ModelTask"', 'x: {contents: $m, task: {name: ModelTask}}\n']],
    ],
    [
      'unknown-artifact-task',
      'x: {contents: $m, task: {name: NpyTask}}\n',
      [['Attach the plugin "arrays", which has "NpyTask"', undefined]],
    ],
    [
      'unknown-key',
      'x:\n  content: $m\n  task: {name: ModelTask}\n',
      [
        ['Change to "contents"', 'x:\n  contents: $m\n  task: {name: ModelTask}\n'],
        ['Remove "content"', 'x:\n  task: {name: ModelTask}\n'],
      ],
    ],
    [
      'unknown-key',
      'x: {contents: $m, task: {name: ModelTask, arg: 1}}\n',
      [
        ['Change to "args"', 'x: {contents: $m, task: {name: ModelTask, args: 1}}\n'],
        ['Remove "arg"', 'x: {contents: $m, task: {name: ModelTask}}\n'],
      ],
    ],
    [
      'missing-key',
      'x: {contents: $m}\n',
      [
        ['Store it by "TextTask"', 'x: {contents: $m, task: {name: TextTask}}\n'],
        ['Store it by "ModelTask"', 'x: {contents: $m, task: {name: ModelTask}}\n'],
      ],
    ],
    [
      'missing-key',
      'x: {task: {name: ModelTask}}\n',
      [
        ['Store $m', 'x: {task: {name: ModelTask}, contents: $m}\n'],
        ['Store $a', 'x: {task: {name: ModelTask}, contents: $a}\n'],
      ],
    ],
    [
      'unknown-reference',
      'x: {contents: $wights, task: {name: ModelTask}}\n',
      [
        ['Change to $weights', 'x: {contents: $weights, task: {name: ModelTask}}\n'],
        ['Make a parameter "wights"', undefined],
        ['Write "$wights" as plain text', 'x: {contents: $$wights, task: {name: ModelTask}}\n'],
      ],
    ],
  ])('%s: %j', (code, text, expected) =>
    expect(told(fixes(code, graph, text), 'artifactGraph')).toEqual(expected),
  );
});

describe('what the page must do', () => {
  test('is told as a request', () => {
    expect(fixes('unknown-task', 's: {attack: []}\n')[0]!.request).toEqual({
      kind: 'add plugin',
      plugin: 'evasion',
      task: 'attack',
      isArtifactTask: false,
    });
    expect(fixes('unknown-reference', `${DATA}s: {train: [$a, $few]}\n`)[0]!.request).toEqual({
      kind: 'create parameter',
      name: 'few',
      type: 'integer',
    });
    expect(fixes('missing-argument', 's: {say: []}\n')[0]!.request).toEqual({
      kind: 'create parameter',
      name: 'text',
      type: null,
    });
  });

  test('is asked for missing types, wherever they are missing', () => {
    const types = [{ name: 'Data', structure: { list: 'Row' } }];
    expect(fixes('unknown-type', DATA, '', { types })[0]!.request).toEqual({
      kind: 'create type',
      name: 'Row',
    });
    expect(fixes('unknown-task-type', DATA, '', { types: [] })[0]!.request).toEqual({
      kind: 'create type',
      name: 'Data',
    });
    expect(fixes('unknown-artifact-type', DATA, '', { types: [] })[0]!.request).toEqual({
      kind: 'create type',
      name: 'Model',
    });
  });
});

test.each(Object.keys(ISSUE_KINDS) as IssueCode[])(
  'the slots of %s are read back from its sentences',
  (code) => {
    const { message, remedy } = ISSUE_KINDS[code];
    const names = [...`${message} ${remedy}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const slots = Object.fromEntries(names.map((name) => [name, name === 'hint' ? '' : `(${name}.*)`]));
    const made = issue(code, slots as never, { path: [] });
    const { hint: _hint, choices: _choices, ...others } = slots;
    expect(readSlots(made)).toMatchObject(others);
  },
);
