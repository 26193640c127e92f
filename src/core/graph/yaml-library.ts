/** Reads YAML with the library, told to leave every scalar as text, since what a scalar means is for our own table to say. */
import { Composer, Parser, type Document, type YAMLError } from 'yaml';
import { issue, type Issue } from '#core/issues.ts';
import { scalar, type Node } from './node.ts';
import type { Source } from './source.ts';
import { explainYamlError } from './yaml-errors.ts';
import { TreeBuilder } from './yaml-tree.ts';

const OPTIONS = {
  version: '1.1',
  schema: 'failsafe',
  uniqueKeys: false,
  keepSourceTokens: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** The documents in a text; an empty text has one. */
export function composeDocuments(text: string): Document.Parsed[] {
  return [...new Composer(OPTIONS).compose(new Parser().parse(text), true, text.length)];
}

/** The tree of a whole text, as far as it can be read, and what is wrong with it, apart from tabs. */
export function readWithLibrary(
  source: Source,
  text: string,
): { readonly root: Node; readonly issues: readonly Issue[] } {
  const documents = composeDocuments(text);
  const faults = documents
    .flatMap(({ errors, warnings }) => [...errors, ...warnings.filter(isFatal)])
    .filter(({ code }) => code !== 'TAB_AS_INDENT')
    .map((error) => describeError(source, error));
  if (documents.length > 1) faults.push(secondDocument(source, documents[1]!));
  const builder = new TreeBuilder(source);
  const root = documents[0] ? builder.build(documents[0], 0) : scalar('null', null);
  return { root, issues: [...faults, ...builder.issues] };
}

/** The library reads any version on; PyYAML stops at one that is not 1. */
function isFatal({ message }: YAMLError): boolean {
  return /^Unsupported YAML version (?!1\.)/.test(message);
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
