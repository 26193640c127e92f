/** An analysis that found nothing, and how long a text may be to be analysed. */
import type { Issue } from '#core/issues.ts';
import type { Analysis } from '#core/plugin/analysis.ts';

/** No longer text is analysed; what is longer is data. Counted in UTF-16 units. */
export const LONGEST_SOURCE = 500_000;

/** An analysis that found nothing. */
export function emptyAnalysis(filename: string, issues: readonly Issue[] = []): Analysis {
  const readable = issues.length === 0;
  return { filename, readable, functions: [], artifacts: [], missingTypes: [], unclear: [], issues };
}
