// The commands themselves, run as a person runs them on the build at hand.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort } from '../../scripts/serve.mjs';
import { root } from '../../scripts/stale.mjs';

function start(port: number): ChildProcess {
  return spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--no-open', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((done, refuse) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const url = /http:\S+/.exec(text)?.[0];
      if (url) done(url);
    });
    child.on('exit', (code) => refuse(new Error(`npm start ended with ${code}`)));
  });
}

test('npm start serves the app, moves on where a port is taken, and ends when told to', async ({ page }) => {
  const port = await freePort();
  const first = start(port);
  const url = await address(first);
  expect(url).toBe(`http://localhost:${port}/`);
  const second = start(port);
  const other = await address(second);
  expect(Number(new URL(other).port)).toBeGreaterThan(port);
  await page.goto(other);
  await expect(page.locator('h1').first()).not.toBeEmpty();
  for (const child of [first, second]) {
    const ended = new Promise((done) => child.on('exit', done));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  }
});
