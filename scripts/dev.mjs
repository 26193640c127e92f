// npm run dev: the app with live reload, for work on Alidade itself.
import { install, run } from './setup.mjs';

install();
process.exitCode = await run('vite/bin/vite.js', ['dev', ...process.argv.slice(2)]);
