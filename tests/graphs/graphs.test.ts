// Every folder here is a case; every code of the catalogue must have one.
import { describe, expect, test } from 'vitest';
import { ISSUE_KINDS } from '#core/issues.ts';
import { cases, expectedOutcomes, readExpected, runCase, strayFiles } from './cases.ts';

/** As it looks once it has been through a file: without what is undefined. */
function asWritten(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('graphs', () => {
  test.each(cases)('$name', (item) => {
    expect(strayFiles(item)).toEqual([]);
    const outcomes = expectedOutcomes(item);
    expect(outcomes, 'a case expects issues, a plan or a picture').not.toEqual([]);
    const found = runCase(item);
    for (const outcome of outcomes) {
      expect(asWritten(found[outcome]), outcome).toEqual(readExpected(item, outcome, found[outcome]));
    }
    if (outcomes.includes('plan.json') && !outcomes.includes('issues.json')) expect(found['issues.json']).toEqual([]);
  });
});

describe('the catalogue of issues', () => {
  const raised = new Map<string, { message: string; remedy: string; type: string }>();
  for (const item of cases) {
    for (const found of runCase(item)['issues.json'] as { code: string; message: string; remedy: string; type: string }[]) raised.set(found.code, found);
  }

  test.each(Object.keys(ISSUE_KINDS))('%s has a case', (code) => {
    expect([...raised.keys()]).toContain(code);
  });

  test('codes are kebab-case', () => {
    for (const code of Object.keys(ISSUE_KINDS)) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });

  test.each([...raised])('%s says what is wrong and how to mend it', (_code, { message, remedy }) => {
    for (const sentence of [message, remedy]) {
      expect(sentence).toMatch(/^.+[.?]$/s);
      expect(sentence, 'no slot is left open').not.toMatch(/\{[a-z]+\}/);
    }
  });
});
