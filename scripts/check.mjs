// npm run check: types, once for each runtime with that runtime's globals and no others.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { install, run } from './setup.mjs';
import { root } from './stale.mjs';

install();
const kit = await run('@sveltejs/kit/svelte-kit.js', ['sync']);
if (kit !== 0) process.exit(kit);

const runtimes = [
  'tsconfig.core.json',
  'tsconfig.worker.json',
  'src/engine/worker/wasm/tsconfig.json',
  'tsconfig.node.json',
  'plugins/tsconfig.json',
  'tsconfig.tests.json',
  'tsconfig.tests-worker.json',
];
let failed = 0;
for (const project of runtimes.filter((file) => existsSync(join(root, file)))) {
  console.log(`types: ${project}`);
  failed += Number((await run('typescript/bin/tsc', ['--project', project, '--noEmit'])) !== 0);
}
console.log('types: tsconfig.json (page)');
failed += Number((await run('svelte-check/bin/svelte-check', ['--tsconfig', 'tsconfig.json'])) !== 0);
process.exitCode = failed ? 1 : 0;
