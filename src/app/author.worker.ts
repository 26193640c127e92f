/** The trusted worker that reads what authors write: graphs, plugin source, resource files. It never runs any of it. */
import { expose } from 'comlink';
import { readImport } from '#exchange/read-import.ts';
import { compileEntrypoint } from '#core/graph/compile.ts';
import { preparePlugin } from '#source/prepare-plugin.ts';

const author = { compileEntrypoint, preparePlugin, readImport };

export type Author = typeof author;

expose(author);
