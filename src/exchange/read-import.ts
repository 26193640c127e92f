/** An import as pure data: from files and a resource TOML to the types, plugins and entrypoints that they describe. */
import type { ImportFile } from '#core/client.ts';
import { hashBytes } from '#core/hash/content-hash.ts';
import type { Issue } from '#core/issues.ts';
import type { ImportPlan } from '#core/resources/import-plan.ts';
import { importIssue } from '#core/resources/import-issues.ts';
import { BESIDE, parseBeside, withBeside } from './beside.ts';
import { decodeText, plainPath, shown, takeIn } from './intake.ts';
import type { Reading } from './reading.ts';
import { readEntrypoints } from './read-entrypoints.ts';
import { readPlugins } from './read-plugins.ts';
import { readTypes } from './read-types.ts';
import { parseResourceToml } from './resource-toml.ts';

export interface ReadImport {
  /** What could be read; to be applied only where no ERROR stands among the issues. */
  readonly plan: ImportPlan;
  readonly issues: readonly Issue[];
}

/** The name that a resource file has where none is given. */
export const DEFAULT_CONFIG = 'dioptra.toml';

const NOTHING: ImportPlan = { types: [], plugins: [], entrypoints: [] };

/**
 * Reads the TOML at `config`, or where no file has that path the one of that name nearest to the top (a chosen folder stands in front of all its
 * paths), with the files that it names. Nothing is thrown for what the files say.
 */
export function readImport(given: readonly ImportFile[], config = DEFAULT_CONFIG): ReadImport {
  const { files, issues } = takeIn(given);
  if (issues.length > 0) return { plan: NOTHING, issues };
  const path = findConfig([...files.keys()], plainPath(config));
  if (path === null) return refuse('import-no-config', shown(config));
  const text = decodeText(files.get(path)!);
  return text === null ? refuse('import-encoding', path) : readDocument(text, path, files);
}

function readDocument(text: string, path: string, files: ReadonlyMap<string, Uint8Array>): ReadImport {
  const { document, issues, locate } = parseResourceToml(text, path);
  if (document === null) return { plan: NOTHING, issues };
  const found: Issue[] = [...issues];
  const reading: Reading = {
    document,
    files: below(files, path.slice(0, path.lastIndexOf('/') + 1)),
    report: (fault) => void found.push(locate(fault)),
    add: (more) => void found.push(...more),
  };
  const types = readTypes(reading);
  const plugins = readPlugins(reading);
  const plan = { types, plugins, entrypoints: readEntrypoints(reading) };
  return { plan: takeBeside(plan, reading), issues: found };
}

/** What stands beside the TOML in a file of our own, if there is one. */
function takeBeside(plan: ImportPlan, { files, document, report }: Reading): ImportPlan {
  const bytes = files.get(BESIDE);
  if (!bytes) return plan;
  const parsed = parseBeside(decodeText(bytes) ?? '');
  if ('fault' in parsed) {
    report({ code: 'import-beside', words: { path: BESIDE, fault: parsed.fault }, document: BESIDE });
    return plan;
  }
  const yamls = (document.entrypoints ?? []).map(({ name, path }) => {
    const yaml = files.get(plainPath(path));
    return [name, yaml ? hashBytes(yaml) : ''] as const;
  });
  return withBeside(plan, parsed.beside, new Map(yamls));
}

function refuse(code: 'import-no-config' | 'import-encoding', path: string): ReadImport {
  return { plan: NOTHING, issues: [importIssue({ code, words: { path }, document: path })] };
}

function findConfig(paths: readonly string[], config: string): string | null {
  if (paths.includes(config)) return config;
  const depth = (path: string) => path.split('/').length;
  const named = paths.filter((path) => path.endsWith(`/${config}`)).toSorted((a, b) => depth(a) - depth(b));
  const tomls = paths.filter((path) => path.endsWith('.toml'));
  return named[0] ?? (config === DEFAULT_CONFIG && tomls.length === 1 ? tomls[0]! : null);
}

function below(files: ReadonlyMap<string, Uint8Array>, folder: string): ReadonlyMap<string, Uint8Array> {
  const inside = [...files].filter(([path]) => path.startsWith(folder));
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length), bytes]));
}
