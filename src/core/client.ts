/**
 * The one interface to Alidade that the page, the browser console (`alidade`) and Node (`alidade/client`) offer: one face for every noun.
 * Types only. Each call has an example, and the tests run them all; `// →` says what a line gives.
 *
 * What the store refuses is thrown as a Refusal: an Error with a `code`, a `message` to show, and a `remedy`.
 */
import type { ArtifactClient } from './client/artifacts.ts';
import type { ExchangeClient } from './client/exchange.ts';
import type { FamilyClient } from './client/families.ts';
import type { JobClient } from './client/jobs.ts';
import type { GroupClient, TagClient, UserClient } from './client/people.ts';
import type { BinClient } from './client/records.ts';
import type { EntrypointClient, ModelClient, PinnerClient, ResourceClient } from './client/resources.ts';

export type * from './client/artifacts.ts';
export type * from './client/exchange.ts';
export type * from './client/families.ts';
export type * from './client/jobs.ts';
export type * from './client/people.ts';
export type * from './client/records.ts';
export type * from './client/resources.ts';

export interface Client extends ExchangeClient {
  /** Of the app, such as `0.1.0-3f2a…`. */
  readonly version: string;
  readonly plugins: ResourceClient<'plugin'>;
  readonly types: ResourceClient<'type'>;
  readonly entrypoints: EntrypointClient;
  readonly experiments: PinnerClient<'experiment'>;
  readonly queues: ResourceClient<'queue'>;
  readonly models: ModelClient;
  readonly jobs: JobClient;
  readonly families: FamilyClient;
  readonly artifacts: ArtifactClient;
  readonly tags: TagClient;
  readonly users: UserClient;
  readonly groups: GroupClient;
  readonly bin: BinClient;
}
