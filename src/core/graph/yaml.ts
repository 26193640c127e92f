/** Text to tree: YAML as PyYAML's safe loader reads it, with every node's place and every fault as an issue. */
import type { Issue } from '#core/issues.ts';
import type { Node } from './node.ts';
import { Source, type DocumentName } from './source.ts';
import { findStrayCharacters, foldLineBreaks } from './yaml-characters.ts';
import { splitTopLevel } from './yaml-chunks.ts';
import { composeDocuments, readWithLibrary } from './yaml-library.ts';
import { readPlainEntries } from './yaml-plain.ts';
import { TreeBuilder } from './yaml-tree.ts';

export interface ParsedYaml {
  /** The document's value as far as it can be read; a null scalar where the text is empty. */
  readonly root: Node;
  /** Faults in the text in its order, all of type SYNTAX: errors, and warnings for keys given twice. */
  readonly issues: readonly Issue[];
}

/** Reads one YAML document. Never throws for what an author wrote. */
export function parseYaml(text: string, document: DocumentName = 'yaml'): ParsedYaml {
  const source = new Source(document, text);
  const folded = foldLineBreaks(text);
  const { root, issues } = readPieces(source, folded) ?? readWithLibrary(source, folded);
  return { root, issues: sortIssues([...issues, ...findStrayCharacters(source)]) };
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
  return { root: builder.buildAppended(), issues: builder.issues };
}

function appendComposed(builder: TreeBuilder, piece: string, start: number): boolean {
  const [document, ...others] = composeDocuments(piece);
  const isSound = document !== undefined && others.length === 0 && document.errors.length === 0;
  return isSound && builder.appendDocument(document, start);
}

function sortIssues(issues: readonly Issue[]): readonly Issue[] {
  return issues.length < 2
    ? issues
    : issues.toSorted((a, b) => (a.range?.start.offset ?? 0) - (b.range?.start.offset ?? 0));
}
