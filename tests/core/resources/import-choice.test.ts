import { expect, test } from 'vitest';
import {
  missingFromPlan,
  needsInPlan,
  pickFromPlan,
  textOfKey,
  withNeeds,
} from '#core/resources/import-choice.ts';
import type { ImportKey } from '#core/resources/import-plan.ts';
import { readImport } from '#exchange/read-import.ts';
import { files, SUITE } from '../../exchange/files.ts';

const { plan } = readImport(files(SUITE));
const key = (kind: ImportKey['kind'], name: string): ImportKey => ({ kind, name });
const needs = needsInPlan(plan);
const items = [...needs].map(([text, list]) => {
  const [kind, name] = text.split(' ') as [ImportKey['kind'], string];
  return { kind, name, needs: list };
});

test('what each resource names of the same import', () => {
  expect(Object.fromEntries([...needs].map(([text, list]) => [text, list.map(textOfKey)]))).toEqual({
    'type image': ['type grey'],
    'type grey': [],
    'plugin noise': ['type image'],
    'entrypoint Noise': ['plugin noise', 'type image'],
  });
});

test('a choice with all that it needs, and the plan that is left of one', () => {
  const chosen = withNeeds(items, [key('plugin', 'noise')]);
  expect(chosen.map(textOfKey)).toEqual(['plugin noise', 'type image', 'type grey']);
  const picked = pickFromPlan(plan, [key('type', 'grey'), key('entrypoint', 'Noise')]);
  expect([picked.types.length, picked.plugins.length, picked.entrypoints.length]).toEqual([1, 0, 1]);
  expect(missingFromPlan(plan, [key('plugin', 'grey'), key('type', 'grey')])).toEqual([
    key('plugin', 'grey'),
  ]);
});
