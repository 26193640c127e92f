/** The artifact that a page's address names: where it came from, what uses it, and what can be done with it. */
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { page } from '$app/state';
import type { ArtifactRecord, JobRecord } from '#core/job/record.ts';
import { nextVersion } from '#core/resources/model-versions.ts';
import type { Resource } from '#core/resources/snapshot.ts';
import { Live } from './live.svelte.ts';
import { RecordPage, type ShownRecord } from './record-page.svelte.ts';
import { sayRefusal } from './refusal.ts';
import { shell } from './shell.svelte.ts';
import { store } from './store.ts';

interface Around {
  readonly artifact: ArtifactRecord | null;
  readonly job: JobRecord | null;
  /** Those of which it is a version. */
  readonly models: readonly Resource[];
}

/** Made while a page is set up, and ends with it. */
export class ArtifactPage extends RecordPage {
  /** Jobs that were fed it; undefined until all jobs were looked through. */
  fed = $state.raw<readonly JobRecord[] | undefined>(undefined);
  readonly #around: Live<Around, string>;
  readonly #models = new Live<readonly Resource[]>(() => store.resources.list('model'));

  constructor() {
    super();
    const id = () => page.url.searchParams.get('id') ?? '';
    this.#around = new Live(readAround, id);
    $effect(() => {
      let gone = false;
      this.fed = undefined;
      void store.jobs.listFedBy(id()).then((jobs) => {
        if (!gone) this.fed = jobs;
      });
      return () => {
        gone = true;
      };
    });
  }

  /** Undefined until it is read, null where there is none. */
  get artifact(): ArtifactRecord | null | undefined {
    return this.#around.value?.artifact;
  }

  get job(): JobRecord | null {
    return this.#around.value?.job ?? null;
  }

  get models(): readonly Resource[] {
    return this.#around.value?.models ?? [];
  }

  /** All models there are, to register it with. */
  get allModels(): readonly Resource[] {
    return this.#models.value ?? [];
  }

  describe(description: string): Promise<boolean> {
    return sayRefusal(() => store.artifacts.describe(this.artifact!.id, description));
  }

  protected get shown(): ShownRecord {
    const { id, name } = this.artifact!;
    return { table: 'artifacts', id, called: `“${name}”`, place: 'artifacts/' };
  }

  /** Makes it the next version of a model, by id, or the first of a new one of this name. */
  register(model: { readonly id: string } | { readonly name: string }): Promise<boolean> {
    const { id: artifact, hash, name } = this.artifact!;
    return sayRefusal(async () => {
      const old = 'id' in model ? await store.resources.get('model', model.id) : null;
      const content = old?.content ?? {
        name: 'name' in model ? model.name : name,
        description: '',
        versions: [],
      };
      const number = nextVersion(content);
      const next = {
        ...content,
        versions: [...content.versions, { number, description: '', artifact, hash }],
      };
      const message = `Version ${number}: ${name}`;
      const made = old
        ? await store.resources.save('model', old.resource.id, next, { message })
        : await store.resources.create('model', next, { message });
      shell.say(`It is version ${number} of “${content.name}”.`, {
        label: 'Show the model',
        run: () => void goto(`${resolve('/')}models/view/?id=${made.resource.id}`),
      });
    });
  }
}

async function readAround(id: string): Promise<Around> {
  const artifact = await store.artifacts.get(id);
  return {
    artifact,
    job: artifact ? await store.jobs.get(artifact.job) : null,
    models: (await store.resources.holders(id)).filter(({ kind }) => kind === 'model'),
  };
}
