/** Every noun's face as far as a store alone can serve it; the page adds what needs its workers. */
import type { Client } from '#core/client.ts';
import { readComparison } from './compare.ts';
import { familyClient } from './families.ts';
import { binClient, groupClient, tagClient, userClient } from './people.ts';
import { recordClient, type Ground } from './records.ts';
import { modelClient, resourceClient } from './resources.ts';

export function nounClients(ground: Ground) {
  const { store } = ground;
  return {
    plugins: resourceClient(ground, 'plugin'),
    types: resourceClient(ground, 'type'),
    entrypoints: resourceClient(ground, 'entrypoint'),
    experiments: resourceClient(ground, 'experiment'),
    queues: resourceClient(ground, 'queue'),
    models: modelClient(ground),
    jobs: { ...recordClient(ground, 'job'), compare: (ids) => readComparison(ground, ids) },
    families: familyClient(ground),
    artifacts: recordClient(ground, 'artifact'),
    tags: tagClient(store),
    users: userClient(store),
    groups: groupClient(store),
    bin: binClient(store),
  } satisfies { [Noun in keyof Client]?: Partial<Client[Noun]> };
}
