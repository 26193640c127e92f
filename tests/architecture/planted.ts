// Violations of the house's rules, one a file, each with what must name it; and lawful files, which nothing may name.

/** Who must find it: a rule of oxlint, or the compiler of one runtime with the code of its error. */
export type Finder =
  `oxlint ${string}` | `tsconfig.${string} TS${number}` | `plugins/tsconfig.json TS${number}`;

export interface Planted {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  readonly finder: Finder;
}

const rooms: Finder = 'oxlint eslint(no-restricted-imports)';

const uses = (specifier: string) => `import * as x from '${specifier}';\nexport const y = x;\n`;
const usesType = (specifier: string) => `import type { X } from '${specifier}';\nexport type Y = X;\n`;
const inSvelte = (line: string) => `<script lang="ts">\n  ${line}\n</script>\n`;

/** A file that imports what its room may not. */
const refused = (file: string, specifier: string): Planted => ({
  what: `${file.slice(0, file.lastIndexOf('/'))} imports ${specifier}`,
  file,
  text: file.endsWith('.svelte')
    ? inSvelte(`import * as x from '${specifier}';\n  void x;`)
    : uses(specifier),
  finder: rooms,
});

export const violations: readonly Planted[] = [
  refused('src/core/v01.ts', 'dexie'),
  refused('src/core/v02.ts', '#store/database.ts'),
  refused('src/core/v03.ts', '@tensorflow/tfjs'),
  refused('src/core/v04.ts', 'node:fs'),
  refused('src/core/v05.ts', 'd3'),
  refused('src/core/v06.ts', 'valibot'),
  refused('src/core/graph/v07.ts', '../issues.ts'),
  {
    what: 'core names a type of the sdk',
    file: 'src/core/v08.ts',
    text: usesType('#sdk'),
    finder: rooms,
  },
  {
    what: 'core imports the store at run time',
    file: 'src/core/v09.ts',
    text: "export const x = async () => (await import('../store/database.ts')).database;\n",
    finder: rooms,
  },
  {
    what: 'core exports the store again',
    file: 'src/core/v10.ts',
    text: "export * from '#store/database.ts';\n",
    finder: rooms,
  },
  refused('src/source/v11.ts', '#engine/runner.ts'),
  refused('src/source/v12.ts', 'yaml'),
  refused('src/exchange/v13.ts', '#store/database.ts'),
  refused('src/sdk/v14.ts', '#engine/runner.ts'),
  refused('plugins/hello/v15.ts', '../../src/store/database.ts'),
  refused('plugins/hello/v16.ts', '#core/graph/parse.ts'),
  refused('plugins/hello/v17.ts', '../other/index.ts'),
  refused('plugins/hello/v18.ts', '#sdk'),
  refused('src/store/v19.ts', '#engine/runner.ts'),
  refused('src/engine/v20.ts', '#store/database.ts'),
  refused('src/engine/worker/v21.ts', 'svelte'),
  refused('src/engine/worker/wasm/v41.ts', '#engine/protocol.ts'),
  refused('src/app/v22.ts', '#ui/graph/Graph.svelte'),
  refused('src/app/v23.ts', '#engine/worker/run-plan.ts'),
  refused('src/ui/job/V24.svelte', '#store/database.ts'),
  refused('src/ui/job/V25.svelte', '#app/jobs.svelte.ts'),
  refused('src/ui/job/V26.svelte', '../../engine/runner.ts'),
  refused('src/routes/jobs/V27.svelte', '#engine/runner.ts'),
  refused('src/routes/jobs/v28.ts', '#store/database.ts'),
  refused('src/node/v29.ts', '#app/jobs.svelte.ts'),
  refused('src/node/v30.ts', '#engine/runner.ts'),
  refused('src/service-worker.ts', '#core/issues.ts'),
  {
    what: 'ui names a type of the sdk',
    file: 'src/ui/job/V31.svelte',
    text: inSvelte(
      "import type { Task } from '#sdk';\n  let { task }: { task: Task } = $props();\n  void task;",
    ),
    finder: rooms,
  },
  {
    what: 'two files import each other',
    file: 'src/core/v32.ts',
    text: "import { b } from './v33.ts';\nexport const a = (): number => b();\n",
    finder: 'oxlint import(no-cycle)',
  },
  {
    what: 'two files import each other, through the alias',
    file: 'src/core/v33.ts',
    text: "import { a } from '#core/v32.ts';\nexport const b = (): number => a();\n",
    finder: 'oxlint import(no-cycle)',
  },
  {
    what: 'a file of more than 400 lines',
    file: 'src/core/v34.ts',
    text: Array.from({ length: 401 }, (_, i) => `export const n${i} = ${i};\n`).join(''),
    finder: 'oxlint eslint(max-lines)',
  },
  {
    what: 'a function of more than 60 lines',
    file: 'src/core/v35.ts',
    text: `export function long(): number {\n  let n = 0;\n${'  n += 1;\n'.repeat(60)}  return n;\n}\n`,
    finder: 'oxlint eslint(max-lines-per-function)',
  },
  {
    what: 'core touches the page',
    file: 'src/core/v36.ts',
    text: 'export const x = (): string => document.title;\n',
    finder: 'tsconfig.core.json TS2584',
  },
  {
    what: 'source touches Node',
    file: 'src/source/v37.ts',
    text: 'export const x = (): unknown => process.env;\n',
    finder: 'tsconfig.core.json TS2591',
  },
  {
    what: 'a plugin touches the page',
    file: 'plugins/hello/v38.ts',
    text: 'export const x = (): string => document.title;\n',
    finder: 'plugins/tsconfig.json TS2584',
  },
  {
    what: 'the worker touches the page',
    file: 'src/engine/worker/v39.ts',
    text: 'export const x = (): number => localStorage.length;\n',
    finder: 'tsconfig.worker.json TS2304',
  },
  {
    what: 'Node code touches the page',
    file: 'src/node/v40.ts',
    text: 'export const x = (): string => document.title;\n',
    finder: 'tsconfig.node.json TS2584',
  },
];

/** One lawful import of every kind that each room has: the guard must say nothing of these. */
export const lawful: Readonly<Record<string, readonly string[]>> = {
  'src/core/graph/a.ts': ['./b.ts', '#core/issues.ts', 'yaml', '@noble/hashes/sha2.js'],
  'src/source/a.ts': [
    '#core/issues.ts',
    'sucrase',
    'es-module-lexer',
    '@babel/parser',
    'comment-parser',
    '@lezer/python',
  ],
  'src/exchange/a.ts': ['./b.ts', '#core/issues.ts', 'smol-toml', 'fflate', 'modern-tar'],
  'src/sdk/a.ts': ['./b.ts', '#core/issues.ts', '@tensorflow/tfjs-core'],
  'src/store/a.ts': ['./b.ts', '#core/issues.ts', 'dexie'],
  'src/engine/a.ts': [
    './worker/b.ts',
    '#source/a.ts',
    '#sdk',
    'comlink',
    '@tensorflow/tfjs',
    'valibot',
    'virtual:sandbox-assets',
  ],
  'src/engine/worker/a.ts': ['#engine/protocol.ts', '#sdk/context.ts', '#core/issues.ts'],
  'src/app/a.ts': ['#store/a.ts', '#exchange/a.ts', '#source/a.ts', '#engine/a.ts', '$app/paths', 'svelte'],
  'src/ui/graph/a.ts': [
    '#ui/form/b.ts',
    '#core/issues.ts',
    '@xyflow/svelte',
    'elkjs/lib/elk-api.js',
    'uplot',
  ],
  'src/routes/jobs/a.ts': ['#ui/graph/a.ts', '#app/a.ts', '#core/issues.ts', '$app/state', 'svelte'],
  'src/node/a.ts': [
    '#core/issues.ts',
    '#source/a.ts',
    '#exchange/a.ts',
    'node:fs',
    'playwright',
    '#scripts/serve.mjs',
  ],
  'plugins/hello/a.ts': ['./b.ts', 'alidade/sdk', '@tensorflow/tfjs'],
};
