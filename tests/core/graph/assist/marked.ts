// Graphs with a cursor in them, written as ‸.
import type { EntrypointSource } from '#core/graph/plan-types.ts';
import type { GraphDocument } from '#core/graph/edit/graph-text.ts';
import type { PreparedGraphs } from '#core/graph/edit/prepared.ts';
import { prepare } from '../edit/tools.ts';

export interface Marked {
  readonly graphs: PreparedGraphs;
  readonly document: GraphDocument;
  readonly offset: number;
}

/** The cursor is in the one text of the two that has the mark. */
export function marked(
  taskGraph: string,
  artifactGraph = '',
  change: Partial<EntrypointSource> = {},
): Marked {
  const isTaskGraph = taskGraph.includes('‸');
  return {
    graphs: prepare(taskGraph.replace('‸', ''), artifactGraph.replace('‸', ''), change),
    document: isTaskGraph ? 'task graph' : 'artifact graph',
    offset: (isTaskGraph ? taskGraph : artifactGraph).indexOf('‸'),
  };
}
