/** What of a family is run again: its places made anew from its sweep, as far as they can still be run. */
import { fillValues, requestIssue } from '#core/job/check-request.ts';
import type { Issue } from '#core/issues.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import { countSweep } from './count.ts';
import { expandSweep } from './expand.ts';
import type { FamilyRecord } from './record.ts';
import type { Member } from './sweep.ts';

/**
 * The members at these places, or why there are none: a family may have come as a file, and nobody has looked yet whether its sweep
 * fits its entrypoint.
 */
export function membersAgain(
  { sweep, size, values }: Pick<FamilyRecord, 'sweep' | 'size' | 'values'>,
  entrypoint: EntrypointContent,
  places: ReadonlySet<number>,
): { readonly members: readonly Member[]; readonly issues: readonly Issue[] } {
  const { jobs } = countSweep(sweep, entrypoint.parameters);
  if (jobs !== size) {
    const message = `Its sweep asks for ${jobs} jobs of ${entrypoint.name}, and it has ${size}.`;
    const remedy = 'Ask for it anew in the form of a new job.';
    return { members: [], issues: [requestIssue('sweep-of-another', message, remedy, ['sweep'])] };
  }
  const members = expandSweep(sweep, entrypoint.parameters).filter(({ place }) => places.has(place));
  const shared = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  for (const member of members) {
    const { issues } = fillValues(entrypoint, { ...Object.fromEntries(shared), ...member.values });
    if (issues.length > 0) return { members: [], issues };
  }
  return { members, issues: [] };
}
