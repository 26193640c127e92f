/** Carries out a way to mend an issue: what it changes in the texts and what the page has to do are one step to undo. */
import type { Request, SentFix } from '#core/graph/assist/fix.ts';
import { applyChanges } from '#core/graph/edit/change.ts';
import type { ArtifactTask, EntrypointContent, FunctionTask } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import type { TaskOffer } from '#core/resources/task-offer.ts';
import { refuseFaults } from './client/content.ts';
import { store } from './store.ts';

/** The tasks of plugins that are pinned or could be. */
export interface Offers {
  readonly functions: readonly TaskOffer<FunctionTask>[];
  readonly artifacts: readonly TaskOffer<ArtifactTask>[];
}

/** What of the entrypoint a fix changes. */
export function partOf(
  content: EntrypointContent,
  { edit, request }: SentFix,
  offers: Offers,
): Partial<EntrypointContent> {
  return {
    ...(edit && {
      taskGraph: applyChanges(content.taskGraph, edit.changes.taskGraph),
      artifactGraph: applyChanges(content.artifactGraph, edit.changes.artifactGraph),
    }),
    ...(request && answer(content, request, offers)),
  };
}

function answer(content: EntrypointContent, request: Request, offers: Offers): Partial<EntrypointContent> {
  switch (request.kind) {
    case 'create parameter': {
      const { name, type } = request;
      return { parameters: [...content.parameters, { name, type: type ?? 'string', defaultValue: null }] };
    }
    case 'add plugin': {
      const list = request.isArtifactTask ? 'artifactPlugins' : 'plugins';
      const offered = request.isArtifactTask ? offers.artifacts : offers.functions;
      const pin = offered.find(({ plugin }) => plugin === request.plugin)?.pin;
      return pin ? { [list]: [...content[list], pin] } : {};
    }
    case 'create type':
      return {};
  }
}

/** Makes a type without structure, to be given one by its author. Throws a refusal where the name cannot be had. */
export async function makeType(name: string): Promise<string> {
  const content = { ...KINDS.type.empty, name };
  refuseFaults('type', content);
  const { resource } = await store.resources.create('type', content);
  return resource.id;
}
