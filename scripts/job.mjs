// npm run job -- ENTRYPOINT …: runs a job from the terminal, in the built app, without a window. The command itself finds the browser and the build.
import { install, runTypeScript } from './setup.mjs';

install();
process.exitCode = await runTypeScript('src/node/job.ts', process.argv.slice(2));
