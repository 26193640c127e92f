/** Turns the files of a plugin into modules that can be loaded, or into what is wrong with them. Nothing of them is ever run here. */
import type { Issue } from '#core/issues.ts';
import type { Runs } from '#core/plugin/study.ts';
import type { PluginFile } from '#core/resources/content.ts';
import { checkLinks, type Files } from './check-links.ts';
import { checkRegistration } from './check-registration.ts';
import { findCycle } from './cycles.ts';
import libraryExports from './library-exports.json';
import type { Link } from './links.ts';
import { isModule, readFile, type ReadFile } from './read-file.ts';
import { resolveImport } from './resolve.ts';
import { listRunnable } from './runnable.ts';
import { sourceIssue } from './source-issue.ts';

/** A file as JavaScript of the same lines, with every import found and allowed. */
export interface Module {
  /** `plugin@hash/file.ts` */
  readonly id: string;
  readonly plugin: string;
  readonly file: string;
  readonly code: string;
  /** Offsets of each specifier in `code`, without its quotes; `target` is `sdk`, `numeric` (the whole SDK), `tfjs` or a module's id. */
  readonly imports: readonly {
    readonly start: number;
    readonly end: number;
    readonly target: string;
    readonly dynamic: boolean;
  }[];
}

export interface Preparation {
  /** Without modules where an issue is an ERROR. */
  readonly plugin: { readonly name: string; readonly hash: string; readonly modules: readonly Module[] };
  readonly issues: readonly Issue[];
  /** Where each of its tasks runs. */
  readonly runs: Runs;
}

/** `hash` is the content hash of the plugin's snapshot. Files that are not TypeScript or JavaScript are left alone. */
export function preparePlugin(name: string, hash: string, files: readonly PluginFile[]): Preparation {
  const sources = files.filter((file) => isModule(file.filename));
  const readings = sources.map(readFile);
  const read: Files = new Map(readings.flatMap(({ file }) => (file ? [[file.name, file] as const] : [])));
  const names = new Set(sources.map((file) => file.filename));
  const runs = listRunnable(files, read);
  const issues = [
    ...readings.flatMap((reading) => reading.issues),
    ...[...read.values()].flatMap((file) => checkLinks(file, read, names)),
    ...checkCycles(read),
    ...files.flatMap((file) => checkRegistration(file, read, runs)),
  ];
  const sound = issues.every((issue) => issue.severity !== 'ERROR');
  const modules = sound ? [...read.values()].map((file) => moduleOf(name, hash, file, names)) : [];
  return { plugin: { name, hash, modules }, issues, runs };
}

function checkCycles(files: Files): Issue[] {
  const names = new Set(files.keys());
  const imports = (file: string) =>
    (files.get(file)?.links.imports ?? []).flatMap(({ specifier }) => {
      const target = resolveImport(specifier ?? '', file, names);
      return target.kind === 'file' ? [target.file] : [];
    });
  const cycle = findCycle(names, imports);
  const [first] = cycle ?? [];
  if (!cycle || first === undefined) return [];
  return [sourceIssue('import-cycle', first, undefined, [[...cycle, first].join(' → ')])];
}

function moduleOf(
  plugin: string,
  hash: string,
  { name, code, links }: ReadFile,
  names: ReadonlySet<string>,
): Module {
  const id = (file: string) => `${plugin}@${hash}/${file}`;
  const imports = links.imports.flatMap((link) => {
    const { specifier, node, dynamic } = link;
    const target = resolveImport(specifier ?? '', name, names);
    const to =
      target.kind === 'library'
        ? partOf(target.library, link)
        : target.kind === 'file'
          ? id(target.file)
          : null;
    return to === null
      ? []
      : [{ start: (node.start ?? 0) + 1, end: (node.end ?? 0) - 1, target: to, dynamic }];
  });
  return { id: id(name), plugin, file: name, code, imports };
}

const PLAIN: ReadonlySet<string> = new Set(libraryExports.sdk);

/** Only what the numeric half of the SDK gives asks for the numeric library; an import of the whole may use it. */
function partOf(library: 'sdk' | 'tfjs', { wanted }: Link): 'sdk' | 'numeric' | 'tfjs' {
  if (library === 'tfjs') return 'tfjs';
  return wanted.length > 0 && wanted.every(({ name }) => PLAIN.has(name)) ? 'sdk' : 'numeric';
}
