// npm run job -- ENTRYPOINT …: runs a job from the terminal, in the built app, without a window. The command itself finds the browser
// and the build, and runs in this very process, so that Ctrl+C reaches it and it can cancel its job.
import { install } from './setup.mjs';

install();
const { tsImport } = await import('tsx/esm/api');
await tsImport('../src/node/job.ts', import.meta.url);
