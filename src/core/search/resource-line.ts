/** The line of a resource of any kind: its record, and what its latest content says in few words. */
import type { ContentOf, Json, Pin, ResourceKind } from '#core/resources/content.ts';
import { outdatedPins } from '#core/resources/pins.ts';
import { ALIDADE_USER, type Resource } from '#core/resources/snapshot.ts';
import type { Cell, Line } from './line.ts';
import { sayOwner } from './owner.ts';

/** Another resource by its id, as it stands now, where it is here. */
export type LookUp = (id: string) => Pick<Resource, 'name' | 'latest' | 'deleted'> | undefined;

/** What the content of a kind adds to the cells of its record. */
interface Own {
  readonly cells: Readonly<Record<string, Cell>>;
  readonly texts?: Line['texts'];
  readonly uses?: readonly string[];
}

/** Fields as in `LINE_FIELDS` of the kind. Resources that it pins are told by their present names, so its `uses` says which they are. */
export function lineOfResource(resource: Resource, content: ContentOf[ResourceKind], look: LookUp): Line {
  const read = OWN[resource.kind] as (
    content: ContentOf[ResourceKind],
    look: LookUp,
    resource: Resource,
  ) => Own;
  const { cells, texts = {}, uses = [] } = read(content, look, resource);
  return {
    id: resource.id,
    cells: {
      name: resource.name,
      description: resource.description || null,
      ...cells,
      by: sayOwner(resource.owner),
      snapshot: resource.latest.number,
      created: resource.created,
      modified: resource.modified,
    },
    texts,
    uses,
    tags: resource.tags,
    links: {},
    deleted: resource.deleted !== null,
  };
}

const OWN: {
  readonly [K in ResourceKind]: (content: ContentOf[K], look: LookUp, resource: Resource) => Own;
} = {
  plugin: ({ files }) => {
    const tasks = files.flatMap(({ functions, artifacts }) => [...functions, ...artifacts]);
    return {
      cells: { files: files.length, tasks: tasks.length },
      texts: {
        filename: files.map(({ filename }) => filename),
        task: tasks.map(({ name }) => name),
        contents: files.map(({ contents }) => contents),
      },
    };
  },
  type: ({ structure }) => ({ cells: { structure: formOf(structure) } }),
  entrypoint: (content, look, { owner, modified, topic = null }) => {
    const pins = [...content.plugins, ...content.artifactPlugins];
    return {
      cells: {
        plugins: sayNames(pins, look),
        outdated: sayOutdated(pins, look),
        queue: sayNames(content.queues, look),
        parameters: content.parameters.length,
        topic,
        // What people made stands before what came with the app.
        own: owner === ALIDADE_USER ? null : modified,
      },
      texts: {
        task_graph: [content.taskGraph],
        artifact_graph: [content.artifactGraph],
        parameter: content.parameters.map(({ name }) => name),
      },
      uses: idsOf([...pins, ...content.queues]),
    };
  },
  experiment: ({ entrypoints }, look) => ({
    cells: { entrypoints: sayNames(entrypoints, look), outdated: sayOutdated(entrypoints, look) },
    uses: idsOf(entrypoints),
  }),
  queue: ({ backend, concurrency }) => ({ cells: { backend, concurrency } }),
  model: ({ versions }) => ({ cells: { versions: versions.length } }),
};

/** `list`, `tuple`, `mapping` or `union`; `simple` for what has no structure of its own. */
function formOf(structure: Json): string {
  const [form = 'is_a'] = structure && typeof structure === 'object' ? Object.keys(structure) : [];
  return form === 'is_a' ? 'simple' : form;
}

function idsOf(pins: readonly Pin[]): readonly string[] {
  return [...new Set(pins.map(({ resource }) => resource))];
}

function sayNames(pins: readonly Pin[], look: LookUp): string | null {
  const names = idsOf(pins).map((id) => look(id)?.name);
  return names.filter((name) => name !== undefined).join(', ') || null;
}

/** Names of what has moved on since it was pinned. */
function sayOutdated(pins: readonly Pin[], look: LookUp): string | null {
  const behind = outdatedPins(pins, (id) => {
    const now = look(id);
    return now && now.deleted === null ? now.latest : null;
  });
  return sayNames(
    behind.map(({ pin }) => pin),
    look,
  );
}
