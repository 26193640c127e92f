// The reference's own records, where they lie beside the repository; reported as skipped elsewhere.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runRecords } from '#node/conformance/suite.ts';

const FOLDER = new URL('../../../../shared/conformance/', import.meta.url);

/** Kinds of records about parts of the reference that have no counterpart here yet. */
const NOT_YET = new Set(['swap_render']);

/** Records that pin a mistake of the reference (section 1.16): the backslash before these stays in the pattern, which then finds nothing. */
const MISTAKES = ['name:a\\:b', 'a\\,b'];

describe.skipIf(!existsSync(FOLDER))('records of the reference', () => {
  test.each(['validation.json', 'behaviour.json'])('%s', (file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    const texts = (JSON.parse(text) as { text?: string }[]).map((record) => record.text);
    const outcomes = runRecords(text).filter(({ kind }) => !NOT_YET.has(kind));
    expect(outcomes.length).toBeGreaterThan(200);
    const failed = outcomes.filter(({ mismatch }) => mismatch !== null);
    const pinned = failed.filter(({ name }) =>
      MISTAKES.includes(texts[Number(/#(\d+)/.exec(name)?.[1])] ?? ''),
    );
    expect(failed.filter((outcome) => !pinned.includes(outcome))).toEqual([]);
    expect(pinned).toHaveLength(file === 'behaviour.json' ? MISTAKES.length : 0);
  });
});

describe('the runner', () => {
  const run = (...records: unknown[]) => runRecords(JSON.stringify(records)).map(({ mismatch }) => mismatch);
  const valid = { tasks: { t: { plugin: 'a.b' } }, graph: { s: { t: [] } } };

  test('a wrong expectation fails', () => {
    const record = { name: 'x', experiment: valid, expected_issue_types: [], expected_warning_types: [] };
    expect(run({ ...record, expected_valid: true })).toEqual([null]);
    expect(run({ ...record, expected_valid: false })[0]).toContain('valid: true instead of false');
    expect(run({ ...record, expected_valid: true, expected_issue_types: ['TYPE'] })[0]).toContain('TYPE');
    expect(run({ kind: 'coerce', param_type: 'integer', text: '5', value: 6, error: null })[0]).toContain(
      'instead of',
    );
    expect(run({ kind: 'coerce', param_type: 'float', text: '5', value: 5, error: null })[0]).toContain(
      'number 5.0',
    );
    expect(run({ kind: 'coerce', param_type: 'integer', text: 'x', value: null, error: null })[0]).toContain(
      'fault',
    );
    expect(
      run({ kind: 'yaml_scalar', text: '1e3', python_type: 'float', value: 1000, error: null })[0],
    ).toContain('1e3');
    expect(
      run({ kind: 'types_compatible', arg: { simple: 'any' }, param: { simple: 'A' }, result: true })[0],
    ).toContain('false');
    expect(run({ kind: 'name_rule', rule: 'task', text: '1a', ok: true })[0]).toContain('1a');
    expect(run({ kind: 'name_rule', rule: 'nonsense', text: 'a', ok: true })[0]).toContain('nonsense');
  });

  test('a wrong run fails', () => {
    const desc = { tasks: { add: { plugin: 'x.y.add' } }, graph: { s: { add: [1, 2] } } };
    const record = { kind: 'run', desc, parameters: {}, error: null, calls: [['add', 3]], last_return: 3 };
    expect(run(record)).toEqual([null]);
    expect(run({ ...record, calls: [['add', 4]] })[0]).toContain('calls');
    expect(run({ ...record, last_return: 4 })[0]).toContain('last value');
    expect(run({ ...record, step_order: ['t'] })[0]).toContain('order');
    expect(run({ ...record, error: 'OutputNotFoundError' })[0]).toContain('fault');
  });

  test('a kind without an implementation counts as failed and is named; a fixture does not count', () => {
    expect(run({ kind: 'divination' })).toEqual(['the kind divination is not implemented']);
    expect(run({ kind: 'probe_tasks', tasks: {} })).toEqual([]);
  });

  test('a kind can be selected', () => {
    const records = [{ kind: 'name_rule', rule: 'task', text: 'a', ok: true }, { kind: 'divination' }];
    expect(runRecords(JSON.stringify(records), 'name_rule')).toHaveLength(1);
  });
});
