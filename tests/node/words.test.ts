// The words of `npm run job`: what they ask for, and the sentence for those that ask for nothing sensible.
import { describe, expect, test } from 'vitest';
import { parseWords } from '../../src/node/job/words.ts';

const parse = (line: string) => parseWords(line.split(' '));

describe('what is asked for', () => {
  test('an entrypoint by its name, with nothing but defaults', () => {
    expect(parse('Demo')).toEqual({
      entrypoint: 'Demo',
      file: null,
      values: {},
      artifacts: {},
      backend: null,
      seed: null,
      timeout: null,
      json: false,
      out: null,
    });
  });

  test('everything at once, in any order', () => {
    const line =
      '--json -P a=1 suite/x.toml --entrypoint Two -P b= --param c=d=e --artifact m=out/model --backend cpu --seed 7 --timeout 1.5 --out o';
    expect(parse(line)).toEqual({
      entrypoint: 'Two',
      file: 'suite/x.toml',
      values: { a: '1', b: '', c: 'd=e' },
      artifacts: { m: 'out/model' },
      backend: 'cpu',
      seed: 7,
      timeout: 1.5,
      json: true,
      out: 'o',
    });
  });

  test('help, whatever else stands there', () => {
    expect(parse('--help')).toBe('help');
    expect(parse('Demo -h')).toBe('help');
  });

  test('a name that would be a prototype is a name', () => {
    expect(parse('Demo -P __proto__=1')).toMatchObject({ values: Object.fromEntries([['__proto__', '1']]) });
  });
});

describe('what is wrong', () => {
  test.each([
    [[], 'Name an entrypoint'],
    [['Train', 'Keras'], 'quotes'],
    [['Demo', '--entrypoint', 'X'], 'resource file'],
    [['Demo', '-P', 'epsilon'], 'name=value'],
    [['Demo', '-P', '=3'], 'name=value'],
    [['Demo', '--artifact', 'model'], '--artifact takes name=value'],
    [['Demo', '--backend', 'gpu'], 'auto, webgpu, wasm, cpu'],
    [['Demo', '--seed', '-1'], '--seed'],
    [['Demo', '--seed', '4294967296'], '--seed takes'],
    [['Demo', '--seed', '1.5'], '--seed takes'],
    [['Demo', '--timeout', '0'], '--timeout takes'],
    [['Demo', '--timeout', 'soon'], '--timeout takes'],
    [['Demo', '--quick'], '--quick'],
  ])('%j', (words, part) => {
    expect(() => parseWords(words)).toThrow(part);
  });
});
