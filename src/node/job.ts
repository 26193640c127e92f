/** `npm run job`: runs one job in the built app without a window, and leaves its figures and files behind. */
import type { JobReply } from '#core/client.ts';
import type { JobRecord } from '#core/job/record.ts';
import type { Fault } from '#core/job/events.ts';
import { ensureChromium } from '#scripts/chromium.mjs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openAlidade, type OpenedClient } from './client.ts';
import { carryArtifact, carryOut, carryResources } from './job/carry.ts';
import { showIssue, showLine } from './job/issue-lines.ts';
import { findArtifact, writeArtifacts } from './job/out-folder.ts';
import { makeReport } from './job/report.ts';
import { showMetrics } from './job/table.ts';
import { showTime, watchJob } from './job/watch.ts';
import { HELP, parseWords, WrongWords, type JobWords } from './job/words.ts';

const say = (line: string) => console.error(line);
const CANCELLED = 130;

/** Software WebGPU is behind a switch; the app takes it only where it is asked for. */
const SOFTWARE_GPU = ['--enable-unsafe-webgpu'];

async function main(args: readonly string[]): Promise<number> {
  const words = parseWords(args);
  if (words === 'help') {
    console.log(HELP);
    return 0;
  }
  const artifacts = Object.entries(words.artifacts).map(
    ([parameter, path]) => [parameter, findArtifact(path)] as const,
  );
  if (words.file !== null && !existsSync(words.file)) throw new WrongWords(`There is no file ${words.file}.`);

  ensureChromium();
  const alidade = await openAlidade({ args: words.backend === 'webgpu' ? SOFTWARE_GPU : [] });
  try {
    const entrypoint = await findEntrypoint(alidade, words);
    await checkParameters(alidade, entrypoint, Object.keys(words.artifacts));
    const fed: [string, string][] = [];
    for (const [parameter, artifact] of artifacts)
      fed.push([parameter, await carryArtifact(alidade, artifact, { entrypoint, parameter })]);
    return await runJob(alidade, words, entrypoint, Object.fromEntries(fed));
  } finally {
    await alidade.close();
  }
}

/** The id of the entrypoint that is meant; throws WrongWords with the names that there are. */
async function findEntrypoint(alidade: OpenedClient, words: JobWords): Promise<string> {
  if (words.file === null) {
    const found = await alidade.entrypoints.find(words.entrypoint!);
    if (found) return found.resource.id;
    const all = await alidade.entrypoints.list();
    throw new WrongWords(
      `There is no entrypoint “${words.entrypoint}”. There are:\n${list(all.map((e) => e.name))}`,
    );
  }
  const folder = dirname(words.file);
  const { imported, issues, entrypoints } = await carryResources(alidade, words.file);
  const place = (document: string) => {
    const file = join(folder, document);
    return existsSync(file) ? file : document;
  };
  for (const found of issues) say(showLine(found, place));
  if (!imported) throw new WrongWords(`${words.file} is not imported.`);
  const known = Object.entries(entrypoints);
  const [only] = known;
  const named =
    words.entrypoint === null && known.length === 1 ? only![1] : entrypoints[words.entrypoint ?? ''];
  if (named !== undefined) return named;
  const wrong =
    words.entrypoint === null
      ? 'Say which with --entrypoint'
      : `${words.file} has no entrypoint “${words.entrypoint}”`;
  throw new WrongWords(`${wrong}. It holds:\n${list(known.map(([name]) => name))}`);
}

/** Whatever is to be fed must be a parameter that can be. */
async function checkParameters(alidade: OpenedClient, id: string, given: readonly string[]): Promise<void> {
  if (given.length === 0) return;
  const { name, artifactParameters } = (await alidade.entrypoints.get(id))!.content;
  const known = artifactParameters.map((parameter) => parameter.name);
  const unknown = given.find((parameter) => !known.includes(parameter));
  if (unknown === undefined) return;
  const takes = known.length > 0 ? `It takes ${known.join(', ')}.` : 'It takes none.';
  throw new WrongWords(`${name} has no artifact parameter “${unknown}”. ${takes}`);
}

const list = (names: readonly string[]) =>
  names.length > 0
    ? names
        .toSorted()
        .map((name) => `  ${name}`)
        .join('\n')
    : '  (none)';

async function runJob(
  alidade: OpenedClient,
  words: JobWords,
  entrypoint: string,
  artifacts: Readonly<Record<string, string>>,
): Promise<number> {
  const { values, backend, seed, timeout } = words;
  const { job, issues }: JobReply = await alidade.jobs.run({
    entrypoint,
    values,
    artifacts,
    ...(backend !== null && { backend }),
    ...(seed !== null && { seed }),
    ...(timeout !== null && { timeout }),
  });
  for (const found of issues) say(showIssue(found));
  if (!job) throw new WrongWords('No job was made.');

  let told = false;
  const stop = () => {
    if (!told) say('Cancelling …');
    told = true;
    void alidade.jobs.cancel(job.id);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    say(`${job.names.entrypoint}, seed ${job.seed}`);
    const ended = await watchJob(alidade, job.id, say);
    await deliver(alidade, words, ended);
    return ended.status === 'finished' ? 0 : told ? CANCELLED : 1;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** The end of the job: its verdict, its figures, its files. */
async function deliver(alidade: OpenedClient, words: JobWords, job: JobRecord): Promise<void> {
  const time = job.started !== null && job.ended !== null ? ` in ${showTime(job.ended - job.started)}` : '';
  const backend = job.manifest?.backend ? ` on ${job.manifest.backend.backend}` : '';
  const reason = job.reason && job.reason !== job.fault?.message ? `: ${job.reason}` : '';
  say(`${job.status}${time}${backend}${reason}`);
  if (job.fault) for (const line of showFault(job.fault)) say(line);
  if (words.out !== null) {
    const artifacts = await alidade.jobs.artifacts(job.id);
    await writeArtifacts(words.out, job, artifacts, await carryOut(alidade, job.id));
    say(`${artifacts.length} ${artifacts.length === 1 ? 'artifact' : 'artifacts'} in ${words.out}`);
  }
  if (words.json) {
    console.log(JSON.stringify(await makeReport(alidade, job), null, 2));
    return;
  }
  const metrics = await alidade.jobs.metrics(job.id);
  if (metrics.length > 0) console.log(showMetrics(metrics));
}

function showFault({ message, step, task, place, stack }: Fault): string[] {
  const where = place ? ` at ${place.plugin}/${place.file}:${place.line}:${place.column}` : '';
  const who = step === null ? '' : `Step ${step}${task === null ? '' : ` (${task})`}: `;
  return [`${who}${message}${where}`, ...(stack ? [stack] : [])];
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  if (error instanceof WrongWords) say('npm run job -- --help says what can be asked.');
  process.exitCode = 1;
}
