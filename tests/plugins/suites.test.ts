/** The suites as the app imports them: nothing wrong in any file, and every task is there as it is registered. */
import { expect, test } from 'vitest';
import { compileBundled, readSuites } from './entrypoints.ts';

const suites = readSuites();

test.each(suites.entrypoints.map((entrypoint) => [entrypoint.name, entrypoint] as const))(
  'the entrypoint %s compiles without an issue',
  (_, entrypoint) => {
    const { issues, plan } = compileBundled(suites, entrypoint);
    expect(issues).toEqual([]);
    expect(plan).not.toBeNull();
  },
);
