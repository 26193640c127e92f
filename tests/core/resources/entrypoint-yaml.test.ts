import { expect, test } from 'vitest';
import { splitEntrypointYaml } from '#core/resources/entrypoint-yaml.ts';

const split = (text: string) => splitEntrypointYaml(text, 'x.yaml');

test.each([
  ['comments inside stay', 'graph:\n  # why\n  a:  {t: []}   # aside\n', '# why\na:  {t: []}   # aside\n'],
  [
    'comments before the next key go with it',
    'graph:\n  a: {t: []}\n\n# outputs\nartifacts: {}\n',
    'a: {t: []}\n',
  ],
  [
    'indented comments at the end stay',
    'graph:\n  a: {t: []}\n  # more to come\n',
    'a: {t: []}\n# more to come\n',
  ],
  ['blank lines inside stay', 'graph:\n    a: {t: []}\n\n    b: {t: []}\n', 'a: {t: []}\n\nb: {t: []}\n'],
  ['a flow mapping on the line', 'graph: {a: {t: []}}  # all\nartifacts: {}\n', '{a: {t: []}}\n'],
  ['a flow mapping over lines', 'graph: {\n  a: {t: []},\n}\n', '{\n  a: {t: []},\n}\n'],
  [
    'block text keeps its own indentation',
    'graph:\n  a:\n    t: |\n      x\n        y\n',
    'a:\n  t: |\n    x\n      y\n',
  ],
  ['quoted text over lines', 'graph:\n  a:\n    t: "x\n     y"\n', 'a:\n  t: "x\n   y"\n'],
  ['Windows line ends', 'graph:\r\n  a:\r\n    t: []\r\nartifacts:\r\n  o: 1\r\n', 'a:\n  t: []\n'],
  ['no line break at the end', 'graph:\n  a: {t: []}', 'a: {t: []}\n'],
  ['the end of the document', 'graph:\n  a: {t: []}\n...\n', 'a: {t: []}\n'],
  ['keys that look like the next one', 'graph:\n  artifacts:\n    t: []\n', 'artifacts:\n  t: []\n'],
  ['an anchor of its own', 'graph:\n  a: {t: &x 1}\n  b: {t: *x}\n', 'a: {t: &x 1}\nb: {t: *x}\n'],
])('%s', (_, text, graph) => {
  const { taskGraph, issues } = split(text);
  expect(taskGraph).toBe(graph);
  expect(issues.filter((issue) => issue.severity === 'ERROR')).toEqual([]);
});

test('what cannot stand alone is written anew', () => {
  const { taskGraph, artifactGraph } = split(
    'graph:\n  a: {t: &x [1, "2"]}\nartifacts:\n  o: {contents: *x}\n',
  );
  expect(taskGraph).toBe('a: {t: &x [1, "2"]}\n');
  expect(split(`graph: ${taskGraph.replace('a:', '{a:').trim()}}`).taskGraph).toContain('[1, "2"]');
  expect(artifactGraph).toBe('o:\n  contents:\n    - 1\n    - "2"\n');
});

test('an absent graph is an issue, absent artifacts are none', () => {
  expect(split('graph:\n  a: {t: []}\n')).toMatchObject({ artifactGraph: '', issues: [] });
  expect(split('').issues.map((issue) => issue.code)).toEqual(['import-no-graph']);
  expect(split('graph:\n').issues.map((issue) => issue.code)).toEqual(['import-no-graph']);
  expect(split('- a\n').issues.map((issue) => issue.code)).toEqual(['import-no-graph']);
});
