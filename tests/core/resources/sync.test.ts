// Syncing pins: which are behind, and what of a content changes.
import { expect, test } from 'vitest';
import type { EntrypointContent, Pin } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { outdatedOf, syncedPart } from '#core/resources/sync.ts';

const pin = (resource: string, number: number): Pin => ({ resource, number, hash: `${resource}${number}` });
const content: EntrypointContent = {
  ...KINDS.entrypoint.empty,
  plugins: [pin('a', 1), pin('b', 1)],
  artifactPlugins: [pin('a', 1)],
  queues: [pin('q', 1)],
};

test('a pin that stands in two lists is behind once; what is unknown is not behind', () => {
  const latest = (resource: string) => (resource === 'q' ? null : pin(resource, resource === 'a' ? 3 : 1));
  expect(outdatedOf('entrypoint', content, latest)).toEqual([{ pin: pin('a', 1), latest: pin('a', 3) }]);
});

test('only the lists that hold the pin change, and in them only that pin', () => {
  expect(syncedPart('entrypoint', content, pin('a', 3))).toEqual({
    plugins: [pin('a', 3), pin('b', 1)],
    artifactPlugins: [pin('a', 3)],
  });
  expect(syncedPart('experiment', { ...KINDS.experiment.empty, entrypoints: [] }, pin('a', 3))).toEqual({});
});
