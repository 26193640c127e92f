/** Text to tree: YAML as PyYAML's safe loader reads it, with every node's place and every fault as an issue. */
import { Composer, Parser, type Document, type YAMLError } from 'yaml';
import { issue, type Issue } from '#core/issues.ts';
import { scalar, type Node } from './node.ts';
import { Source, type DocumentName } from './source.ts';
import { findStrayCharacters, foldLineBreaks } from './yaml-characters.ts';
import { splitTopLevel } from './yaml-chunks.ts';
import { explainYamlError } from './yaml-errors.ts';
import { readPlainEntries } from './yaml-plain.ts';
import { TreeBuilder } from './yaml-tree.ts';

export interface ParsedYaml {
  /** The document's value as far as it can be read; a null scalar where the text is empty. */
  readonly root: Node;
  /** Faults in the text, all of type SYNTAX: errors, and warnings for keys given twice. */
  readonly issues: readonly Issue[];
}

/** Scalars are resolved by our own table, so the library is told to leave all of them as text. */
const OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  uniqueKeys: false,
  keepSourceTokens: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Reads one YAML document. Never throws for what an author wrote. */
export function parseYaml(text: string, document: DocumentName = 'yaml'): ParsedYaml {
  const source = new Source(document, text);
  const folded = foldLineBreaks(text);
  return readPieces(source, folded) ?? readWhole(source, folded);
}

/**
 * A long text is cut where a key begins at the left margin; plain pieces are read at once, the others by the library, piece
 * by piece, so that no syntax tree of the whole has to be held. Null where a piece is not a faultless block mapping, since
 * then a cut may have been in the wrong place.
 */
function readPieces(source: Source, text: string): ParsedYaml | null {
  const chunks = splitTopLevel(text);
  const builder = new TreeBuilder(source);
  for (const { start, end } of chunks) {
    const piece = text.slice(start, end);
    const entries = readPlainEntries(source, piece, start, (own, place) => builder.unite(own, place));
    if (entries) builder.appendEntries(entries);
    else if (chunks.length === 1 || !appendComposed(builder, piece, start)) return null;
  }
  return finish(builder, builder.buildAppended(), findStrayCharacters(source));
}

function appendComposed(builder: TreeBuilder, piece: string, start: number): boolean {
  const documents = compose(piece);
  return (
    documents.length === 1 &&
    documents[0]!.errors.length === 0 &&
    builder.appendDocument(documents[0]!, start)
  );
}

function readWhole(source: Source, text: string): ParsedYaml {
  const documents = compose(text);
  const builder = new TreeBuilder(source);
  const faults = documents.flatMap((document) =>
    document.errors.map((error) => describeError(source, error)),
  );
  if (documents.length > 1) faults.push(secondDocument(source, documents[1]!));
  const first = documents[0];
  const root = first ? builder.build(first, 0) : scalar('null', null);
  return finish(builder, root, [...faults, ...findStrayCharacters(source)]);
}

function finish(builder: TreeBuilder, root: Node, faults: readonly Issue[]): ParsedYaml {
  const issues = [...faults, ...builder.issues];
  return { root, issues: issues.length > 1 ? issues.toSorted((a, b) => offsetOf(a) - offsetOf(b)) : issues };
}

function compose(text: string): Document.Parsed[] {
  return [...new Composer(OPTIONS).compose(new Parser().parse(text), true, text.length)];
}

function describeError(source: Source, error: YAMLError): Issue {
  const [start, end] = error.pos;
  return explainYamlError(error.code, error.message, {
    path: [],
    document: source.document,
    range: source.range(start, end),
  });
}

function secondDocument(source: Source, document: Document.Parsed): Issue {
  const start = document.contents?.range[0] ?? document.range[0];
  return issue(
    'yaml-second-document',
    {},
    { path: [], document: source.document, range: source.range(start, start) },
  );
}

function offsetOf(fault: Issue): number {
  return fault.range?.start.offset ?? 0;
}
