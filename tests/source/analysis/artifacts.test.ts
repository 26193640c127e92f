/** Exported objects that keep artifacts, as artifact tasks. */
import { describe, expect, test } from 'vitest';
import { analyse, issuesOf, tasksOf } from './show.ts';

const CASES: [string, string, string[]][] = [
  [
    'by its type',
    'export const T: ArtifactTask<number[]> = { serialize: () => "", deserialize: (files) => JSON.parse("") };',
    ['T = output: list_of_number'],
  ],
  [
    'by satisfies',
    'export const T = { serialize() {}, deserialize() {} } satisfies ArtifactTask<string>;',
    ['T = output: string'],
  ],
  [
    'even where it is made elsewhere',
    'export const T: ArtifactTask<string> = make();',
    ['T = output: string'],
  ],
  [
    'by what deserialize says',
    'export const T = { serialize: (x: unknown) => "", deserialize(files): Promise<string> {} };',
    ['T = output: string'],
  ],
  [
    'by what serialize takes',
    'export const T = { serialize(value: number, { name }) {}, async deserialize(files) {} };',
    ['T = output: number'],
  ],
  [
    'by a function that deserialize calls',
    'function parse(): string[] {}\nexport const T: ArtifactTask<string | string[]> = { serialize() {}, deserialize: (files) => parse(files) };',
    ['T = output: list_of_string'],
  ],
  [
    'by what the result is taken for',
    'export const T: ArtifactTask<unknown> = { serialize() {}, deserialize: (files) => JSON.parse("") as boolean };',
    ['T = output: boolean'],
  ],
  [
    'as files, where they are given back',
    'export const T: ArtifactTask<Dataset | ArtifactFiles> = { serialize() {}, deserialize: (files) => files };',
    ['T = output: path'],
  ],
  [
    'a tuple as several outputs',
    'export const T: ArtifactTask<[images: string, labels: number]> = { serialize() {}, deserialize() {} };',
    ['T = images: string, labels: number'],
  ],
  [
    'under another name',
    'const a = { serialize() {}, deserialize() {} };\n/** @type {x} */\nexport { a as T };',
    ['T = output: value'],
  ],
  ['not an object that only writes', 'export const T = { serialize() {} };', []],
  ['not a class', 'export class T { serialize() {} deserialize() {} }', []],
];

describe('artifact tasks', () => {
  test.each(CASES)('%s', (_, text, tasks) => expect(tasksOf(analyse(text))).toEqual(tasks));

  test('in JavaScript, by a comment', () => {
    const text =
      "/**\n * Keeps it.\n *\n * @type {import('alidade/sdk').ArtifactTask<number>}\n */\nexport const T = { serialize() {}, deserialize() {} };";
    const analysis = analyse(text, new Map(), 'a.js');
    expect(tasksOf(analysis)).toEqual(['T = output: number']);
    expect(analysis.artifacts[0]?.description).toBe('Keeps it.');
  });

  test('one that says no type is told of', () => {
    const analysis = analyse('export const T = { serialize() {}, deserialize() {} };');
    expect(issuesOf(analysis)).toEqual(['return-without-type 1:18']);
  });
});
