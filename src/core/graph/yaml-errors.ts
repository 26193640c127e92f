/** The library's complaints about a text, put into the words and codes of our own catalogue. */
import type { ErrorCode } from 'yaml';
import { issue, type At, type Issue } from '#core/issues.ts';

/** An issue for an error that the library found; its own sentence is kept where it says more than ours. */
export function explainYamlError(code: ErrorCode, message: string, at: At): Issue {
  const detail = message.endsWith('.') ? message.slice(0, -1) : message;
  switch (code) {
    case 'BAD_INDENT':
      return issue('yaml-indentation', { detail }, at);
    case 'TAB_AS_INDENT':
      return issue('yaml-tab', {}, at);
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
