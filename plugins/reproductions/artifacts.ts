/** How the comparison with published figures becomes a file, and comes back. */
import type { ArtifactTask } from 'alidade/sdk';
import type { Reproduction } from './published.ts';

/** A comparison as `reproduction.json`: each figure with what was published, what is accepted and its verdict, and the conditions. */
export const ReproductionArtifactTask: ArtifactTask<Reproduction> = {
  serialize: (reproduction) =>
    new Map([['reproduction.json', new TextEncoder().encode(`${JSON.stringify(reproduction, null, 2)}\n`)]]),
  deserialize: (files) => {
    const bytes = files.get('reproduction.json');
    if (!bytes) throw new Error('A comparison with published figures has the file reproduction.json.');
    return JSON.parse(new TextDecoder().decode(bytes)) as Reproduction;
  },
};
