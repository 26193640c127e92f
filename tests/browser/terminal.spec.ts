// The command line and the client for Node, run as a person runs them: what they print, write and answer.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../../scripts/stale.mjs';
import { PROBES } from './app.ts';

const SUITE = join(PROBES, 'dioptra.toml');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

function launch(program: string, args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const env = { ...process.env, ALIDADE_BUILT: '1' }; // the build at hand is the one under test
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, said] = ['', ''];
  child.stdout!.on('data', (chunk) => (out += chunk));
  child.stderr!.on('data', (chunk) => (said += chunk));
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, out, said })));
  return { child, ended };
}

const job = (...args: string[]) => launch(process.execPath, ['scripts/job.mjs', ...args]).ended;

test.setTimeout(180_000);

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alidade-terminal-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('npm run job prints one object, leaves its artifacts, and a later run takes one in', async () => {
  const line = [
    'run',
    'job',
    '--',
    'Hello World',
    '-P',
    'name=Ada',
    '--seed',
    '7',
    '--json',
    '--out',
    folder,
  ];
  const first = await launch('npm', line).ended;
  expect(first.code, first.said).toBe(0);
  const report = JSON.parse(first.out);
  const keys = ['job', 'entrypoint', 'status', 'parameters', 'steps', 'metrics', 'artifacts', 'manifest'];
  expect(Object.keys(report)).toEqual(keys);
  expect(report).toMatchObject({
    entrypoint: 'Hello World',
    status: 'finished',
    parameters: { name: 'Ada' },
  });
  expect(report.manifest.seed).toBe(7);
  expect(report.steps).toEqual([
    { name: 'hello_step', task: 'hello', status: 'done', milliseconds: expect.any(Number) },
    { name: 'goodbye_step', task: 'greet', status: 'done', milliseconds: expect.any(Number) },
    { name: 'shout_step', task: 'shout', status: 'done', milliseconds: expect.any(Number) },
  ]);
  expect(first.said).toContain('shout_step');

  expect(readdirSync(folder).sort()).toEqual(['job.json', 'output.txt']);
  const bytes = readFileSync(join(folder, 'output.txt'));
  expect(bytes.toString()).toBe('Goodbye, Ada');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(report.artifacts).toEqual([{ name: 'output', type: 'string', sha256, bytes: 12 }]);
  const index = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8'));
  expect(index.artifacts.output).toMatchObject({
    type: 'string',
    handler: {
      plugin: 'artifacts',
      task: 'StringArtifactTask',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    sha256,
  });

  const feed = `greeting_artifact=${join(folder, 'output.txt')}`;
  const second = await job('Hello Artifact', '--artifact', feed, '--json');
  expect(second.code, second.said).toBe(0);
  expect(JSON.parse(second.out).manifest.inputs).toEqual({ greeting_artifact: sha256 });

  const unknown = await job('Hello Artifact', '--artifact', feed.replace('greeting', 'goodbye'));
  expect(unknown.code).toBe(1);
  expect(unknown.said).toContain('It takes greeting_artifact.');
});

test('an entrypoint of a resource file, with its plugin beside it and a built-in one', async () => {
  const out = join(folder, 'out');
  const kept = await job(SUITE, '--entrypoint', 'Keep', '--out', out);
  expect(kept.code, kept.said).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['job.json', 'shelf']);
  expect(readFileSync(join(out, 'shelf/top/first.txt'), 'utf8')).toBe('Hello');
  expect(readFileSync(join(out, 'shelf/second.txt'), 'utf8')).toBe(', World');

  const feed = ['--artifact', `shelf=${join(out, 'shelf')}`];
  const taken = await job(SUITE, '--entrypoint', 'Take', ...feed);
  expect(taken.code, taken.said).toBe(0);

  appendFileSync(join(out, 'shelf/second.txt'), '!');
  const spoilt = await job(SUITE, '--entrypoint', 'Take', ...feed);
  expect(spoilt.code).toBe(1);
  expect(spoilt.said).toMatch(/“shelf” are not those/);
});

test('metrics stand in a table, and only there', async () => {
  const { code, out, said } = await job(SUITE, '--entrypoint', 'Plod', '-P', 'batches=3', '-P', 'pause=0');
  expect(code, said).toBe(0);
  expect(out.trimEnd().split('\n')).toEqual([
    'metric  at  value',
    '------  --  -----',
    'left     0      0',
    'left     1      1',
    'left     2      3',
    'right    0      0',
    'right    1     -1',
    'right    2     -3',
  ]);
});

test('a job that fails says where, and ends with 1', async () => {
  const { code, out, said } = await job(SUITE, '--entrypoint', 'Trip', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ status: 'failed' });
  expect(said).toContain('the floor is gone');
  expect(said).toContain('probes/parts/fall.ts:10');
});

test('a timeout fails the job', async () => {
  const { code, out } = await job(SUITE, '--entrypoint', 'Spin', '--timeout', '1', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ status: 'failed' });
});

test('Ctrl+C cancels the job and closes', async () => {
  const { child, ended } = launch(process.execPath, ['scripts/job.mjs', SUITE, '--entrypoint', 'Spin']);
  await new Promise<void>((done) =>
    child.stderr!.on('data', (chunk) => String(chunk).includes('running') && done()),
  );
  const pressed = Date.now();
  child.kill('SIGINT');
  const { code, said } = await ended;
  expect(code).toBe(130);
  expect(said).toContain('cancelled');
  expect(Date.now() - pressed).toBeLessThan(10_000);
});

test('what cannot be asked is told in a sentence', async () => {
  const unknown = await job('Dmeo');
  expect(unknown.code).toBe(1);
  expect(unknown.out).toBe('');
  expect(unknown.said).toContain('Hello World');
  const which = await job(SUITE);
  expect(which.said).toMatch(/--entrypoint[^]*Keep[^]*Trip/);
  const parameter = await job('Hello World', '-P', 'nme=Ada');
  expect(parameter.code).toBe(1);
  expect(parameter.said).toContain('It takes name.');
});

test('faults of a resource file stand at their line, with their remedy', async () => {
  const file = join(folder, 'x.toml');
  writeFileSync(join(folder, 'one.yaml'), 'graph:\n  one:\n    hello: [Ada]\n');
  writeFileSync(
    file,
    '[[entrypoints]]\npath = "one.yaml"\nname = "One"\nparams = [{ name = "a", type = "flaot" }]\nplugins = ["helo_world"]\n',
  );
  const { code, said } = await job(file, '--entrypoint', 'One');
  expect(code).toBe(1);
  expect(said).toContain(`${file}:4:`);
  expect(said).toContain('flaot');
});

test('alidade/client opens the built app from a script', async () => {
  const script = `
    import { openAlidade } from 'alidade/client';
    const alidade = await openAlidade();
    const { job } = await alidade.jobs.run({ entrypoint: 'Hello World', values: { name: 'Grace' } });
    const ended = await alidade.jobs.wait(job.id);
    const [artifact] = await alidade.jobs.artifacts(job.id);
    const bytes = await alidade.artifacts.read(artifact.id, artifact.files[0].path);
    const view = await alidade.jobs.view(job.id);
    console.log(JSON.stringify([ended.status, new TextDecoder().decode(bytes), [...view.steps.keys()]]));
    console.log(await alidade.jobs.run({ entrypoint: 'None' }).then(({ issues }) => issues[0].code));
    console.log(await alidade.artifacts.read('none', 'x').catch((error) => error.message));
    await alidade.close();
  `;
  const { code, out, said } = await launch(process.execPath, ['--input-type=module', '-e', script]).ended;
  expect(code, said).toBe(0);
  const [first, second, third] = out.trim().split('\n');
  const steps = ['hello_step', 'goodbye_step', 'shout_step'];
  expect(JSON.parse(first!)).toEqual(['finished', 'Goodbye, Grace', steps]);
  expect(second).toBe('unknown-entrypoint');
  expect(third).toContain('There is no file');
});
