// npm run job -- ENTRYPOINT …: runs a job from the terminal, in the built app, without a window.
import { ensureChromium } from './chromium.mjs';
import { buildIfStale, install, runTypeScript } from './setup.mjs';

install();
ensureChromium();
await buildIfStale();
process.exitCode = await runTypeScript('src/node/job.ts', process.argv.slice(2));
