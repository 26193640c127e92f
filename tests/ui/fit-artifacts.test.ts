// Which artifact of a chosen folder feeds which parameter, and what is said of it.
import { expect, test } from 'vitest';
import type { ArtifactRecord } from '#core/job/record.ts';
import { fitArtifacts, tellTaken } from '#ui/form/fit-artifacts.ts';

const artifact = (name: string, ...types: string[]) =>
  ({
    id: `id of ${name}`,
    name,
    handler: { outputs: types.map((type) => ({ name: 'x', type })) },
  }) as unknown as ArtifactRecord;
const parameter = (name: string, ...types: string[]) => ({
  name,
  outputs: types.map((type) => ({ name: 'y', type })),
});

const model = parameter('model', 'keras.Model');
const pair = parameter('pair', 'string', 'number');
const both = [artifact('net', 'keras.Model'), artifact('model', 'keras.Model')];

test('by types, all of them; among several by name', () => {
  expect(fitArtifacts([model], both, {}, 'model')).toEqual({ model: 'id of model' });
  expect(fitArtifacts([model], both.slice(0, 1), {}, 'model')).toEqual({ model: 'id of net' });
  expect(fitArtifacts([pair], [artifact('a', 'string')], {}, 'pair')).toEqual({});
  expect(fitArtifacts([pair], [artifact('a', 'string', 'number')], {}, 'pair')).toEqual({
    pair: 'id of a',
  });
});

test('the asked parameter changes, others only where nothing was chosen', () => {
  const second = { ...model, name: 'other' };
  const chosen = { model: 'old', other: 'old' };
  expect(fitArtifacts([model, second], both, chosen, 'model')).toEqual({
    model: 'id of model',
    other: 'old',
  });
  expect(fitArtifacts([model, second], both, {}, 'model')).toEqual({
    model: 'id of model',
    other: 'id of net',
  });
});

test('it is said what came in and why none was chosen', () => {
  expect(tellTaken(model, both, [])).toEqual({ said: 'model is taken in and chosen.', failed: false });
  expect(tellTaken(pair, both.slice(0, 1), [])).toEqual({
    said: 'Taken in: net (keras.Model). None of it is the string, number that is needed here.',
    failed: true,
  });
  expect(tellTaken(model, [], ['There is no job.json.'])).toEqual({
    said: 'There is no job.json.',
    failed: true,
  });
});
