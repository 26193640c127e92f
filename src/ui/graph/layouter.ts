/** Lays graphs out: ELK in its own worker, started when first needed; a plain grid where ELK is too slow or gives up. */
import { createContext } from 'svelte';
import type { ELK, ElkNode } from 'elkjs/lib/elk-api.js';
import { CARD, GAP, placeOnGrid, type Direction, type Placing, type Point } from './placing.ts';
import type { Structure } from './structure.ts';

/** Above this, ELK takes seconds and may overflow its stack: steps stand in plain layers. */
export const ELK_STEPS = 600;
/** Generous, since a plain grid stands meanwhile; the first one waits for the worker to start as well. */
const ELK_MILLISECONDS = 15_000;
const KEPT = 48;

interface Engine {
  readonly elk: ELK;
  readonly worker: Worker;
}

export class Layouter {
  #engine: Promise<Engine> | undefined;
  #kept = new Map<string, Promise<Placing>>();

  /** The same structure gives the same answer at once. */
  place(structure: Structure, direction: Direction): Promise<Placing> {
    const key = `${direction}\n${structure.key}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const placing =
      structure.steps.size > ELK_STEPS
        ? Promise.resolve(placeOnGrid(structure, direction))
        : this.#ask(structure, direction).catch(() => placeOnGrid(structure, direction));
    this.#kept.set(key, placing);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return placing;
  }

  /** In the direction kept until now, unless the other one lets it be shown much larger. */
  async placeBest(
    structure: Structure,
    kept: Direction,
    scaleFor: (placing: Placing) => number,
  ): Promise<Placing> {
    const first = await this.place(structure, kept);
    if (scaleFor(first) > 0.8 || structure.steps.size > 200) return first;
    const second = await this.place(structure, kept === 'right' ? 'down' : 'right');
    return scaleFor(second) > scaleFor(first) * 1.25 ? second : first;
  }

  async #ask(structure: Structure, direction: Direction): Promise<Placing> {
    const engine = (this.#engine ??= startEngine());
    const { elk, worker } = await engine;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('layout took too long')), ELK_MILLISECONDS);
      worker.addEventListener('error', () => reject(new Error('layout worker failed')), { once: true });
    });
    try {
      const laid = await Promise.race([elk.layout(toElk(structure, direction)), late]);
      return fromElk(laid, direction);
    } catch (fault) {
      worker.terminate(); // after a stack overflow or a time-out it cannot be trusted
      if (this.#engine === engine) this.#engine = undefined;
      throw fault;
    } finally {
      clearTimeout(timer);
    }
  }
}

export const [getLayouter, setLayouter] = createContext<Layouter>();

async function startEngine(): Promise<Engine> {
  const [{ default: Elk }, { default: url }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const worker = new Worker(url);
  return { worker, elk: new Elk({ workerFactory: () => worker }) };
}

function toElk(structure: Structure, direction: Direction): ElkNode {
  return {
    id: 'graph',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction === 'right' ? 'RIGHT' : 'DOWN',
      'elk.edgeRouting': 'POLYLINE',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.nodePlacement.favorStraightEdges': 'true',
      'elk.layered.spacing.nodeNodeBetweenLayers': String(GAP.layer),
      'elk.layered.spacing.edgeNodeBetweenLayers': '20',
      'elk.spacing.nodeNode': String(GAP.row),
      'elk.spacing.edgeNode': '16',
      'elk.spacing.edgeEdge': '12',
      'elk.spacing.componentComponent': '36',
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
    },
    children: [...structure.steps.keys()].map((name) => ({
      id: `step ${name}`,
      width: CARD.width,
      height: CARD.height,
    })),
    edges: structure.lines
      .filter((line) => !line.doubled)
      .map(({ key, from, to }) => ({
        id: `line ${key}`,
        sources: [`step ${from}`],
        targets: [`step ${to}`],
      })),
  };
}

function fromElk(graph: ElkNode, direction: Direction): Placing {
  const steps = new Map<string, Point>();
  for (const { id, x = 0, y = 0 } of graph.children ?? []) steps.set(id.slice('step '.length), { x, y });
  const lines = new Map<string, readonly Point[]>();
  for (const { id, sections } of graph.edges ?? []) {
    const section = sections?.[0];
    if (section)
      lines.set(id.slice('line '.length), [
        section.startPoint,
        ...(section.bendPoints ?? []),
        section.endPoint,
      ]);
  }
  return { direction, width: graph.width ?? 0, height: graph.height ?? 0, steps, lines };
}
