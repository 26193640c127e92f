/** What is wrong with what a job is given, each fault at the field that it belongs to. What only the store knows is found out before. */
import { coerceParameter } from '#core/graph/coerce.ts';
import type { JobRequest } from '#core/client.ts';
import type { Issue } from '#core/issues.ts';
import type { EntrypointContent } from '#core/resources/content.ts';
import type { ArtifactRecord, JobRecord } from './record.ts';

/** A fault of a request. `path` begins with the field of JobRequest, or within a `document` with the name of the parameter. */
export function requestIssue(
  code: string,
  message: string,
  remedy: string,
  path: Issue['path'],
  document?: string,
): Issue {
  return { code, type: 'SEMANTIC', severity: 'ERROR', message, remedy, path, ...(document && { document }) };
}

/** The values of all parameters as texts, defaults filled in, and what is missing, unknown or cannot be read. */
export function fillValues(
  { name: entrypoint, parameters }: EntrypointContent,
  given: Readonly<Record<string, string>>,
): { readonly values: JobRecord['values']; readonly issues: readonly Issue[] } {
  const say = (code: string, name: string, message: string, remedy: string) =>
    requestIssue(code, message, remedy, [name], 'parameters');
  const known = parameters.map(({ name }) => name);
  const takes = known.length > 0 ? `It takes ${known.join(', ')}.` : 'It takes none.';
  const unknown = Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) =>
      say('unknown-parameter', name, `${entrypoint} has no parameter “${name}”.`, `Leave it out. ${takes}`),
    );
  const values = Object.fromEntries(
    parameters.map(({ name, defaultValue }) => [
      name,
      Object.hasOwn(given, name) ? given[name]! : defaultValue,
    ]),
  );
  const wrong = parameters.flatMap(({ name, type }) => {
    const text = values[name]!;
    if (text === null) {
      const message = `The parameter “${name}” has no default and no value.`;
      return say('missing-value', name, message, `Give a ${type}.`);
    }
    const reply = coerceParameter(type, text);
    return 'fault' in reply
      ? say('bad-value', name, `“${name}”: ${reply.fault.message}`, reply.fault.remedy || `Give a ${type}.`)
      : [];
  });
  return { values, issues: [...unknown, ...wrong] };
}

/** The types that an artifact gives or that a parameter takes, in their order. */
export function typesOf(outputs: readonly { readonly type: string }[]): string {
  return outputs.map(({ type }) => type).join(', ');
}

/** `chosen`: the artifacts by artifact parameter, as far as they are there; `given` is what was asked for. */
export function checkArtifacts(
  { name: entrypoint, artifactParameters }: EntrypointContent,
  given: Readonly<Record<string, string>>,
  chosen: ReadonlyMap<string, ArtifactRecord>,
): readonly Issue[] {
  const say = (code: string, name: string, message: string, remedy: string) =>
    requestIssue(code, message, remedy, [name], 'artifact parameters');
  const wrong = artifactParameters.flatMap(({ name, outputs }) => {
    const artifact = chosen.get(name);
    const wanted = typesOf(outputs);
    if (!artifact) {
      const message =
        given[name] === undefined
          ? `The artifact parameter “${name}” is not fed.`
          : `The artifact for “${name}” is not on this device.`;
      return say('missing-artifact', name, message, `Choose an artifact of type ${wanted}.`);
    }
    const has = typesOf(artifact.handler.outputs);
    const message = `The artifact “${artifact.name}” gives ${has || 'nothing'}.`;
    return has === wanted ? [] : say('artifact-type', name, message, `“${name}” needs ${wanted}.`);
  });
  const unknown = Object.keys(given)
    .filter((name) => !artifactParameters.some((parameter) => parameter.name === name))
    .map((name) =>
      say(
        'unknown-artifact-parameter',
        name,
        `${entrypoint} has no artifact parameter “${name}”.`,
        'Leave it out.',
      ),
    );
  return [...wrong, ...unknown];
}

/** Seeds are whole numbers from 0 to 2^32 − 1, time limits are seconds above 0. */
export function checkNumbers({ seed, timeout }: Pick<JobRequest, 'seed' | 'timeout'>): readonly Issue[] {
  const badSeed = seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32);
  const badTimeout = timeout !== undefined && !(timeout > 0 && Number.isFinite(timeout));
  return [
    ...(badSeed
      ? [requestIssue('bad-seed', 'This is no seed.', 'Give a whole number from 0 to 4294967295.', ['seed'])]
      : []),
    ...(badTimeout
      ? [
          requestIssue('bad-timeout', 'This is no time limit.', 'Give a time above 0, such as 15m.', [
            'timeout',
          ]),
        ]
      : []),
  ];
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** An entrypoint that names queues runs on these alone; one that names none runs on any. `own` are those that it names and that are there. */
export function checkQueue(
  { name, queues }: EntrypointContent,
  queue: Named,
  own: readonly Named[],
): Issue | null {
  if (queues.length === 0 || queues.some(({ resource }) => resource === queue.id)) return null;
  const choose = own.length > 0 ? `Choose ${own.map((one) => one.name).join(' or ')}, or add it` : 'Add it';
  return requestIssue(
    'queue-of-another',
    `“${queue.name}” is not a queue of “${name}”.`,
    `${choose} to the queues of the entrypoint.`,
    ['queue'],
  );
}
