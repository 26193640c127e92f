// npm run conformance -- FILE…: runs record files of the conformance formats against this program's own functions.
import { install, runTypeScript } from './setup.mjs';

install();
process.exitCode = await runTypeScript('src/node/conformance.ts', process.argv.slice(2));
