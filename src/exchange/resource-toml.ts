/** A resource TOML from text to a checked document; every fault at its line, none thrown. */
import { parse, TomlError } from 'smol-toml';
import { Source } from '#core/graph/source.ts';
import type { Issue, Range } from '#core/issues.ts';
import { importIssue, type ImportFault } from '#core/resources/import-issues.ts';
import { checkShape } from './check-shape.ts';
import { RESOURCE_GRAMMAR, type ResourceDocument } from './grammar.ts';
import { findTomlPlaces, type Path } from './toml-places.ts';

/** Tables and lists within each other at most. */
const MAX_DEPTH = 64;

export interface ParsedToml {
  /** Null where an ERROR stands among the issues. */
  readonly document: ResourceDocument | null;
  readonly issues: readonly Issue[];
  /** Makes an issue of what is found later, at the place of its path. */
  readonly locate: (fault: ImportFault) => Issue;
}

/** Reads a resource TOML; `name` is what issues call it. */
export function parseResourceToml(text: string, name = 'dioptra.toml'): ParsedToml {
  const source = new Source(name, text);
  const value = read(text);
  if (value instanceof TomlError)
    return { document: null, issues: [unreadable(source, value)], locate: importIssue };
  const place = findTomlPlaces(text);
  const locate = (fault: ImportFault) =>
    importIssue({ document: name, range: rangeAt(source, place, fault.path ?? []), ...fault });
  const faults = checkShape(value, RESOURCE_GRAMMAR);
  return {
    document: faults.length === 0 ? (value as ResourceDocument) : null,
    issues: faults.map(locate),
    locate,
  };
}

function read(text: string): unknown {
  try {
    return parse(text, { integersAsBigInt: true, maxDepth: MAX_DEPTH, unsafeKeyBehaviour: 'keep' });
  } catch (error) {
    if (error instanceof TomlError) return error;
    throw error;
  }
}

function unreadable(source: Source, error: TomlError): Issue {
  const fault = error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, '');
  const offset = offsetOf(source.text, error.line, error.column);
  return importIssue({
    code: 'import-toml',
    words: { fault },
    document: source.document,
    range: source.range(offset, offset),
  });
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1;
  return Math.min(start + column - 1, text.length);
}

/** From the key or item to the end of its line. */
function rangeAt(source: Source, place: (path: Path) => number | null, path: Path): Range {
  const start = place(path) ?? 0;
  const end = source.text.indexOf('\n', start);
  return source.range(start, end < 0 ? source.text.length : end);
}
