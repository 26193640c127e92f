/** Runs an entrypoint by name or id, for pages that offer it as one button. */
import type { FamilyReply, FamilyRequest, JobReply, JobRequest } from '#core/client.ts';
import { alidade } from './alidade.ts';
import { forcedBackend } from './device.svelte.ts';

/** The backend that a person forced on the Workers page holds, unless the request names one. */
export function runEntrypoint(
  entrypoint: string,
  options: Omit<JobRequest, 'entrypoint'> = {},
): Promise<JobReply> {
  const backend = forcedBackend();
  return alidade.jobs.run({ ...(backend !== 'auto' && { backend }), ...options, entrypoint });
}

/** The same for a whole family. */
export function runFamily(
  entrypoint: string,
  options: Omit<FamilyRequest, 'entrypoint'>,
): Promise<FamilyReply> {
  const backend = forcedBackend();
  return alidade.families.run({ ...(backend !== 'auto' && { backend }), ...options, entrypoint });
}
