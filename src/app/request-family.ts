/** From a request for a family to its queued jobs: every fault of it found first, and nothing kept if there is one. */
import type { FamilyReply, FamilyRequest } from '#core/client.ts';
import { checkSweep, seedsFrom } from '#core/family/check-sweep.ts';
import { countSweep } from '#core/family/count.ts';
import { expandSweep } from '#core/family/expand.ts';
import { checkStop } from '#core/family/stop.ts';
import type { Sweep } from '#core/family/sweep.ts';
import { sayFactors } from '#core/family/words.ts';
import { newSeed, readyRequest } from './request.ts';
import { scheduleJob } from './scheduler.ts';
import { store } from './store.ts';

const USUAL_DRAWS = 10;

/** Checks, keeps and queues a family. */
export async function requestFamily(request: FamilyRequest): Promise<FamilyReply> {
  const sweep = sweepOf(request);
  const { vary, stop } = request;
  const { ready, ...refused } = await readyRequest(request, vary, (entrypoint) => [
    ...checkSweep(entrypoint, sweep),
    ...(stop ? checkStop(stop) : []),
  ]);
  if (!ready) return { family: null, jobs: [], issues: [], ...refused };
  const { draft, tags, entrypoint, issues } = ready;
  const { seed: _seed, ...shared } = draft;
  const made = await store.families.create(
    {
      ...shared,
      sweep,
      varied: sayFactors(countSweep(sweep, entrypoint.parameters)),
      stop: stop ?? null,
      name: request.name?.trim() ?? '',
      tags,
    },
    expandSweep(sweep, entrypoint.parameters),
  );
  made.jobs.forEach(scheduleJob);
  return { ...made, issues };
}

function sweepOf({ vary, draws, drawSeed, seed, seeds = 1 }: FamilyRequest): Sweep {
  const drawn = Object.values(vary).some(({ kind }) => kind === 'random');
  return {
    vary: Object.entries(vary).map(([parameter, axis]) => ({ parameter, axis })),
    draws: drawn ? (draws ?? USUAL_DRAWS) : 0,
    drawSeed: drawn ? (drawSeed ?? newSeed()) : 0,
    seeds: seedsFrom(seed ?? newSeed(), seeds),
  };
}
