/** A resource TOML from text to a checked document; every fault at its line, none thrown. */
import { parse, TomlError } from 'smol-toml';
import { isDeeper } from '#core/depth.ts';
import { Source } from '#core/graph/source.ts';
import type { Issue, Range } from '#core/issues.ts';
import { importIssue, type ImportFault } from '#core/resources/import-issues.ts';
import { checkShape } from './check-shape.ts';
import { RESOURCE_GRAMMAR, type ResourceDocument } from './grammar.ts';
import { findTomlPlaces } from './toml-places.ts';

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
  if (isDeeper(value, MAX_DEPTH)) {
    const words = { fault: `tables stand more than ${MAX_DEPTH} deep in each other` };
    return {
      document: null,
      issues: [importIssue({ code: 'import-toml', words, document: name })],
      locate: importIssue,
    };
  }
  const locate = locator(source);
  const faults = checkShape(value, RESOURCE_GRAMMAR);
  return {
    document: faults.length === 0 ? (value as ResourceDocument) : null,
    issues: faults.map(locate),
    locate,
  };
}

/** Places are looked for once, and only if there is anything to say about one. */
function locator(source: Source): ParsedToml['locate'] {
  let place: ReturnType<typeof findTomlPlaces> | null = null;
  return (fault) => {
    place ??= findTomlPlaces(source.text);
    return importIssue({
      document: source.document,
      range: rangeAt(source, place(fault.path ?? [])),
      ...fault,
    });
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
function rangeAt(source: Source, start: number | null): Range {
  const end = source.text.indexOf('\n', start ?? 0);
  return source.range(start ?? 0, end < 0 ? source.text.length : end);
}
