import { expect, test } from 'vitest';
import { needsInPlan, pickFromPlan } from '#core/resources/import-choice.ts';
import { withNeeds } from '#core/resources/import-preview.ts';
import { readImport } from '#exchange/read-import.ts';
import { files, SUITE } from '../../exchange/files.ts';

const { plan } = readImport(files(SUITE));
const needs = needsInPlan(plan);

test('what each resource names of the same import', () => {
  expect(Object.fromEntries(needs)).toEqual({
    'type image': ['type grey'],
    'type grey': [],
    'plugin noise': ['type image'],
    'entrypoint Noise': ['plugin noise', 'type image'],
  });
});

test('a choice with all that it needs, and the plan that is left of one', () => {
  const items = [...needs].map(([key, list]) => ({ key, needs: list }));
  expect(withNeeds(items, ['plugin noise'])).toEqual(['plugin noise', 'type image', 'type grey']);
  const picked = pickFromPlan(plan, ['type grey', 'entrypoint Noise']);
  expect([picked.types.length, picked.plugins.length, picked.entrypoints.length]).toEqual([1, 0, 1]);
});
