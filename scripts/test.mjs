// npm test: sets up what is missing, runs the unit tests and the browser tests, and closes with one line of counts.
// `--unit` or `--browser` runs one of the two; further words go to its runner.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { buildIfStale, install, run } from './setup.mjs';

/** `named`: the unit tests that failed; the browser's stand at the end of its own report. @typedef {{ passed: number, failed: number, skipped: number, flaky: number, named: readonly string[] }} Counts */

const words = process.argv.slice(2);
const only = words.find((word) => word === '--unit' || word === '--browser');
const rest = words.filter((word) => word !== '--unit' && word !== '--browser');
if (rest.length && !only) console.error('Words for a runner need --unit or --browser; ignored.');
const reports = mkdtempSync(join(tmpdir(), 'alidade-test-'));

/** @param {string} file @returns {any} a runner's report, or undefined where it never wrote one */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** @returns {Promise<Counts>} */
async function unit() {
  const file = join(reports, 'unit.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run('vitest/vitest.mjs', [...args, ...(only ? rest : [])]);
  const report = read(file);
  return count('unit', code, {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    named: failures(report),
    flaky: 0,
  });
}

/** @returns {Promise<Counts>} */
async function browser() {
  ensureChromium();
  await buildIfStale();
  const file = join(reports, 'browser.json');
  const args = ['test', ...(only ? rest : [])];
  const code = await run('@playwright/test/cli.js', args, { env: { ALIDADE_REPORT: file } });
  const stats = read(file)?.stats;
  return count('browser', code, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
    named: [],
    flaky: stats?.flaky ?? 0,
  });
}

/** Told again at the end, since the browser's report is long. @param {any} report @returns {readonly string[]} */
function failures(report) {
  /** @type {any[]} */
  const tests = (report?.testResults ?? []).flatMap((/** @type {any} */ file) => file.assertionResults);
  return tests
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${fullName}\n${String(failureMessages?.[0]).slice(0, 800)}`);
}

/** A runner that broke, or ran nothing, is a failure, whatever its report says. @param {string} name @param {number} code @param {Counts} counts @returns {Counts} */
function count(name, code, counts) {
  const broke = code !== 0 && counts.failed === 0;
  const empty = counts.passed + counts.failed === 0;
  if (broke || empty) {
    console.error(
      `The ${name} tests ${empty ? 'ran nothing' : `ended with code ${code} and no failed test`}.`,
    );
    return { ...counts, failed: counts.failed + 1 };
  }
  return counts;
}

install();
/** @type {Counts[]} */
const all = [];
if (only !== '--browser') all.push(await unit());
if (only !== '--unit') all.push(await browser());
rmSync(reports, { recursive: true, force: true });

const sum = (/** @type {'passed' | 'failed' | 'skipped' | 'flaky'} */ key) =>
  all.reduce((total, counts) => total + counts[key], 0);
for (const name of all.flatMap(({ named }) => named)) console.log(`Failed: ${name}`);
if (sum('flaky')) console.log(`${sum('flaky')} flaky: failed once, then passed`);
if (sum('skipped')) console.log(`${sum('skipped')} skipped`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') ? 1 : 0;
