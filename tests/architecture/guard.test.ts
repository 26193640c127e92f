// Who guards the guard: plants violations in a copy of the project's configuration and expects each to be named. The rule
// against import cycles, for one, goes silent without a word when a tsconfig extends a file that is not there yet.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/stale.mjs';
import { lawful, violations } from './planted.ts';

const configuration = [
  '.oxlintrc.json',
  'package.json',
  'plugins/tsconfig.json',
  'src/core/universal.d.ts',
  ...['', '.base', '.core', '.worker', '.node'].map((name) => `tsconfig${name}.json`),
];
const projects = [
  'tsconfig.core.json',
  'tsconfig.worker.json',
  'tsconfig.node.json',
  'plugins/tsconfig.json',
];

let copy = '';
/** `finder file` for everything that was found. */
const found = new Set<string>();
const foundInLawful: string[] = [];

function write(file: string, text: string): void {
  const at = join(copy, file);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, text);
}

function tool(program: string, args: string[]): string {
  const file = join(root, 'node_modules', program);
  return spawnSync(process.execPath, [file, ...args], { cwd: copy, encoding: 'utf8', maxBuffer: 2 ** 26 })
    .stdout;
}

function lint(): { code: string; filename: string; message: string }[] {
  return JSON.parse(tool('oxlint/bin/oxlint', ['--format=json'])).diagnostics;
}

function plant(): void {
  copy = mkdtempSync(join(tmpdir(), 'alidade-guard-'));
  for (const file of configuration) cpSync(join(root, file), join(copy, file), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  write('.svelte-kit/tsconfig.json', '{}'); // what `svelte-kit sync` makes before the linter runs
  for (const { file, text } of violations) write(file, text);
  for (const [file, specifiers] of Object.entries(lawful)) {
    write(file, specifiers.map((s, i) => `import * as x${i} from '${s}';\nexport { x${i} };\n`).join(''));
  }
}

beforeAll(() => {
  plant();
  for (const { code, filename, message } of lint()) {
    found.add(`oxlint ${code} ${filename}`);
    if (filename in lawful) foundInLawful.push(`${filename}: ${code} ${message}`);
  }
  for (const project of projects) {
    const lines = tool('typescript/bin/tsc', ['--project', project, '--pretty', 'false']).split('\n');
    for (const line of lines) {
      const [, file, code] = /^(.+?)\(\d+,\d+\): error (TS\d+)/.exec(line) ?? [];
      if (file) found.add(`${project} ${code} ${file}`);
    }
  }
}, 300_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the layer guard names', () => {
  it.each(violations)('$what', ({ finder, file }) => {
    const named = [...found].filter((finding) => finding.endsWith(` ${file}`));
    expect(named).toContain(`${finder} ${file}`);
  });
});

it('the layer guard lets lawful imports be', () => {
  expect(foundInLawful).toEqual([]);
});
