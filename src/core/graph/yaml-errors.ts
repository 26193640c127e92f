/** The library's complaints about a text, put into the words and codes of our own catalogue. */
import type { ErrorCode } from 'yaml';
import { issue, type At, type Issue } from '#core/issues.ts';

/** Complaints in the library's words that are better said in plainer ones. */
const PLAINER: readonly (readonly [RegExp, string])[] = [
  [
    /^Nested mappings are not allowed.*/,
    'A key and its value cannot be followed by another colon on the same line',
  ],
  [/^Implicit map keys need to be followed.*/, 'A key must be followed by a colon'],
  [/^Implicit keys need to be on a single line.*/, 'A key must end on the line on which it begins'],
  [/^Plain value cannot start with .* (\S)$/, 'Text cannot begin with $1 unless it is in quotes'],
  [/^Plain value cannot start with (.*)$/, 'Text cannot begin with $1 unless it is in quotes'],
  [/^All mapping items must start.*/, 'Keys of one mapping must begin at the same column'],
];

/** An issue for an error that the library found; its own sentence is kept where it says more than ours. */
export function explainYamlError(code: ErrorCode, message: string, at: At): Issue {
  const bracket = /^Flow (?:map|sequence) .*end with a (.)$/.exec(message)?.[1];
  if (bracket) return issue('yaml-bracket', { bracket }, at);
  if (message.startsWith('Missing closing')) return issue('yaml-quote', {}, at);
  const detail = putPlainly(message);
  switch (code) {
    case 'BAD_INDENT':
      return issue('yaml-indentation', { detail }, at);
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return issue('yaml-nesting', { detail }, at);
    case 'MISSING_CHAR':
      return issue('yaml-missing', { detail }, at);
    case 'BAD_DQ_ESCAPE':
      return issue('yaml-escape', { detail }, at);
    case 'BAD_SCALAR_START':
      return issue('yaml-quotes-needed', { detail }, at);
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
    case 'MULTIPLE_ANCHORS':
      return issue('yaml-anchor', { detail }, at);
    case 'TAG_RESOLVE_FAILED':
    case 'MULTIPLE_TAGS':
    case 'BAD_PROP_ORDER':
    case 'BAD_COLLECTION_TYPE':
      return issue('yaml-tag', { detail }, at);
    case 'RESOURCE_EXHAUSTION':
      return issue('yaml-too-deep', {}, at);
    default:
      return issue('yaml-unexpected', { detail }, at);
  }
}

/** Without the full stop, which our own sentences bring. */
function putPlainly(message: string): string {
  const known = PLAINER.find(([form]) => form.test(message));
  return known ? message.replace(...known) : message.replace(/\.$/, '');
}
