// Where the cursor (‸) is, told from texts that are half typed.
import { describe, expect, test } from 'vitest';
import { findCursor } from '#core/graph/assist/cursor.ts';

/** The role, the path and what is typed, such as `value a.load.0 "$x"`. */
function place(marked: string): string {
  const { role, path, typed } = findCursor(marked.replace('‸', ''), marked.indexOf('‸'));
  return role === 'none' ? role : `${role} ${path.join('.')} "${typed}"`;
}

describe('on lines', () => {
  test.each([
    ['‸', 'key  ""'],
    ['st‸', 'key  "st"'],
    ['step:‸', 'none'],
    ['step: ‸', 'value step ""'],
    ['step:\n  ‸', 'key step ""'],
    ['step:\n  tr‸', 'key step "tr"'],
    ['step:\n  tr‸ain: 1', 'key step "tr"'],
    ['step:\n  train: ‸', 'value step.train ""'],
    ['step:\n  train: $d‸', 'value step.train "$d"'],
    ['step:\n  train:\n    ‸', 'key step.train ""'],
    ['step:\n  train:\n    data: $x\n    ‸', 'key step.train ""'],
    ['step:\n  train:\n    data: $x\n    ep‸', 'key step.train "ep"'],
    ['step:\n  train:\n    data: $x\n  ‸', 'key step ""'],
    ['step:\n  train:\n    data: $x\n‸', 'key  ""'],
    ['step:\n  train:\n    data: $x\n      ‸', 'none'],
    ['step:\n  train:\n    $x‸', 'value step.train "$x"'],
    ['step:\n  train:\n    - $x\n    - ‸', 'value step.train.1 ""'],
    ['step:\n  train:\n  - $x\n  - $y‸', 'value step.train.1 "$y"'],
    ['step:\n  train:\n  - $x\n  dependencies: ‸', 'value step.dependencies ""'],
    ['step:\n  dependencies:\n    - ‸', 'value step.dependencies.0 ""'],
    ['step:\n  merge:\n    - k: $a\n      l: ‸', 'value step.merge.0.l ""'],
    ['step:\n  merge:\n    - - ‸', 'value step.merge.0.0 ""'],
    ['a: {load: [}\nstep:\n  say: "$x‸', 'value step.say "$x"'],
    ['step:\n  say: # no‸te', 'none'],
    ['# no‸te', 'none'],
    ['step:\n  say: |\n    a: ‸\n', 'none'],
    ['step:\n  say: |\n    a: x\n  dep‸', 'key step "dep"'],
    ['step:\r\n  train:\r\n    data: ‸\r\n', 'value step.train.data ""'],
    ['  step:\n    train: ‸\n', 'value step.train ""'],
    ['---\n# c\nstep:\n  task: tr‸\n  args: [1]\n', 'value step.task "tr"'],
    ['"a b":\n  \'my task\': ‸', 'value a b.my task ""'],
    ['step:\n  task: train\n  kwargs: &k\n    data: ‸', 'value step.kwargs.data ""'],
    ['step:\n\n  train: # it\n    # the data\n    data: ‸\n    epochs: 1\n', 'value step.train.data ""'],
  ])('%j', (text, found) => expect(place(text)).toBe(found));
});

describe('in brackets', () => {
  test.each([
    ['step: {‸', 'key step ""'],
    ['step: {tr‸', 'key step "tr"'],
    ['step: {train: ‸}', 'value step.train ""'],
    ['step: {train: [$a, ‸', 'value step.train.1 ""'],
    ['step: {train: [$a, $b‸]}', 'value step.train.1 "$b"'],
    ['step: {train: {data: $a, ‸}}', 'key step.train ""'],
    ['step: {train: {data: $a, ep‸: 1}}', 'key step.train "ep"'],
    ['step: {train: {data: "$a‸"}}', 'value step.train.data "$a"'],
    ["step: {train: {data: '$a'}, depend‸", 'key step "depend"'],
    ['step: {train: 1}‸', 'none'],
    ['{step: {train: [‸', 'value step.train.0 ""'],
    ['{a: {load: []},\n step: {train: {data: ‸', 'value step.train.data ""'],
    ['step:\n  train: [\n    $a,\n    $b‸\n  ]\n', 'value step.train.1 "$b"'],
    ['step:\n  train: {data: [$a\n  dependencies: ‸', 'value step.dependencies ""'],
    ['step:\n  train: {data: 1, # no‸te\n    epochs: 2}', 'none'],
    ['step:\n  train: {data: 1, # note, a: b\n    ‸ }', 'key step.train ""'],
    ['step: {train: {"data": ‸}}', 'value step.train.data ""'],
    ['step: {merge: [{k: $‸', 'value step.merge.0.k "$"'],
    ['step: {train: {}, dependencies: [a, ‸]}', 'value step.dependencies.1 ""'],
  ])('%j', (text, found) => expect(place(text)).toBe(found));
});

test('what is typed is replaced with its quotes, up to its end', () => {
  const range = (marked: string): string => {
    const text = marked.replace('‸', '');
    const { from, to } = findCursor(text, marked.indexOf('‸'));
    return text.slice(from, to);
  };
  expect(range('s: {say: "$a‸b"}')).toBe('"$ab"');
  expect(range('s: {say: $a‸b, x: 1}')).toBe('$ab');
  expect(range('s:\n  say: $a‸b c # d')).toBe('$ab c');
  expect(range('s:\n  tr‸ain: 1')).toBe('train');
  expect(range('s: {tr‸ain: 1}')).toBe('train');
  expect(range('s:\n  say: ‸')).toBe('');
});

test('keys that come before are told', () => {
  const keys = (marked: string): readonly string[] =>
    findCursor(marked.replace('‸', ''), marked.indexOf('‸')).keys;
  expect(keys('s:\n  train:\n    data: 1\n    epochs: 2\n    ‸')).toEqual(['data', 'epochs']);
  expect(keys('s: {train: {data: 1, "epochs": 2, ‸')).toEqual(['data', 'epochs']);
});
