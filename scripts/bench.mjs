// npm run bench [-- NAME…]: measures, and prints tables; names select the benches whose file name contains one of them.
import { ensureChromium } from './chromium.mjs';
import { buildIfStale, install, runTypeScript } from './setup.mjs';

install();
ensureChromium();
await buildIfStale();
process.exitCode = await runTypeScript('tests/bench/index.ts', process.argv.slice(2));
