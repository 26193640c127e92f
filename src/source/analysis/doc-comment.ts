/** What a doc comment says: of the whole, of each parameter, of what comes back, and in JavaScript which types they have. */
import type { Node } from '@babel/types';
import { parse } from 'comment-parser';

export interface DocParameter {
  readonly name: string;
  readonly description: string;
  /** The text between braces, or empty. */
  readonly type: string;
  /** Written in square brackets, so that it need not be given. */
  readonly optional: boolean;
}

export interface Doc {
  readonly description: string;
  readonly parameters: readonly DocParameter[];
  /** The type of what comes back, or empty. */
  readonly returns: string;
  /** `@type`, or empty. */
  readonly type: string;
  /** Marked `@internal`: exported for other files, and no task. */
  readonly internal: boolean;
}

/** No more of a comment is read: the time for a malformed one grows with the square of its length. */
const LONGEST = 20_000;

const NOTHING: Doc = { description: '', parameters: [], returns: '', type: '', internal: false };

/** The mark at the end of a sentence, where a parser of tags sees none. */
const MARK = /\s*@(?:internal|private)\s*$/;

/** The comment right before a statement. */
export function readDoc(statement: Node): Doc {
  const [block] = blocksOf(statement, true);
  if (!block) return NOTHING;
  const tags = (...names: string[]) => block.tags.filter(({ tag }) => names.includes(tag));
  const parameters = tags('param', 'arg', 'argument').map(({ name, type, optional, description }) => ({
    name,
    type,
    optional,
    description: description.replace(/^- /, ''),
  }));
  const marked = MARK.test(block.description);
  return {
    description: block.description.replace(MARK, ''),
    parameters,
    returns: tags('returns', 'return')[0]?.type ?? '',
    type: tags('type')[0]?.type ?? '',
    internal: marked || tags('internal', 'private').length > 0,
  };
}

/** The description of a type in the comment before it. */
export function describeType(statement: Node): string {
  const [block] = blocksOf(statement, true);
  return block?.description ?? '';
}

/** Types that comments define by `@typedef {…} Name`, by name. */
export function readTypedefs(statement: Node): ReadonlyMap<string, string> {
  const tags = blocksOf(statement, false).flatMap((block) => block.tags);
  return new Map(
    tags.filter(({ tag, type }) => tag === 'typedef' && type).map(({ name, type }) => [name, type]),
  );
}

/** The doc comments before a statement; `own`: only the one that ends right above it, since a file begins with one too. */
function blocksOf(statement: Node, own: boolean) {
  const line = statement.loc?.start.line ?? 0;
  return (statement.leadingComments ?? [])
    .filter(({ type, value }) => type === 'CommentBlock' && value.startsWith('*'))
    .filter(({ loc }) => !own || line - (loc?.end.line ?? 0) <= 1)
    .slice(own ? -1 : 0)
    .flatMap(({ value }) => parse(`/*${value.slice(0, LONGEST)}*/`));
}
