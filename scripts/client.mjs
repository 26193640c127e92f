// `alidade/client` in Node: loads the typed client (src/node/client.ts) through the pinned tsx, since Node 20 runs no TypeScript.
import { tsImport } from 'tsx/esm/api';

export const { openAlidade } = await tsImport('../src/node/client.ts', import.meta.url);
