/** Calls a file of a plugin something else: imports of it in other files follow, and so do its own. */
import type { Node } from '@babel/types';
import type { PluginFile } from '#core/resources/content.ts';
import { pathFrom } from './completion/exports.ts';
import { visit } from './links.ts';
import { parseModule } from './parse-module.ts';
import { isModule } from './read-file.ts';
import { resolveImport } from './resolve.ts';

/** The files after it; texts that cannot be read stay as they are. Nothing but the addresses of imports is touched. */
export function renameFile(files: readonly PluginFile[], from: string, to: string): readonly PluginFile[] {
  const names = new Set(files.map(({ filename }) => filename));
  const called = (name: string) => (name === from ? to : name);
  return files.map((file) => {
    const contents = isModule(file.filename) ? redirect(file, names, called) : file.contents;
    return { ...file, filename: called(file.filename), contents };
  });
}

/** The text with each import that would lead elsewhere written anew. */
function redirect(
  { filename, contents }: PluginFile,
  names: ReadonlySet<string>,
  called: (name: string) => string,
): string {
  let text = contents;
  for (const source of sourcesIn(filename, contents).toSorted((a, b) => (b.start ?? 0) - (a.start ?? 0))) {
    const target = resolveImport(source.value, filename, names);
    if (target.kind !== 'file') continue;
    const same = called(target.file) === target.file && called(filename) === filename;
    const specifier = pathFrom(called(filename), called(target.file));
    if (same || specifier === source.value) continue;
    text = `${text.slice(0, (source.start ?? 0) + 1)}${specifier}${text.slice((source.end ?? 0) - 1)}`;
  }
  return text;
}

type Source = Extract<Node, { type: 'StringLiteral' }>;

function sourcesIn(filename: string, contents: string): readonly Source[] {
  const { program } = parseModule(contents, /\.m?ts$/.test(filename));
  const found: Source[] = [];
  if (program)
    visit(program, (node) => {
      const source = 'source' in node ? (node.source as Node | null) : null;
      if (source?.type === 'StringLiteral') found.push(source);
    });
  return found;
}
