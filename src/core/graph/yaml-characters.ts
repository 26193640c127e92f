/** The characters that YAML 1.1 treats otherwise than the library does: line breaks, tabs and what cannot be printed. */
import { CST, Lexer } from 'yaml';
import { issue, type Issue } from '#core/issues.ts';
import type { Source } from './source.ts';

/** A lone carriage return and the next-line character end lines too; replaced one for one, so that offsets stay. */
export function foldLineBreaks(text: string): string {
  return /[\r\u0085]/.test(text) ? text.replaceAll(/\r(?!\n)|\u0085/g, '\n') : text;
}

const UNPRINTABLE = /[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Issues for characters that no YAML 1.1 text may hold, and for tabs that stand between tokens. */
export function findStrayCharacters(source: Source): Issue[] {
  const issues = source.text.includes('\t') ? findTabs(source) : [];
  const found = UNPRINTABLE.exec(source.text);
  if (found) issues.push(stray(source, found.index, found[0]));
  return issues;
}

function stray(source: Source, offset: number, character: string): Issue {
  const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const at = { path: [], document: source.document, range: source.range(offset, offset + character.length) };
  return issue('yaml-character', { code }, at);
}

/** Tabs are allowed inside quotes, block texts and comments only. */
function findTabs(source: Source): Issue[] {
  const issues: Issue[] = [];
  let offset = 0;
  let atContent = false;
  let inBlock = false;
  for (const lexeme of new Lexer().lex(source.text)) {
    const type = atContent ? 'content' : CST.tokenType(lexeme);
    if (type === 'scalar') atContent = true;
    if (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end') continue;
    const exposed = type === 'space' || (type === 'content' && !inBlock);
    if (exposed && lexeme.includes('\t')) issues.push(tab(source, offset + lexeme.indexOf('\t')));
    if (type === 'content') atContent = inBlock = false;
    if (type === 'block-scalar-header') inBlock = true;
    offset += lexeme.length;
  }
  return issues;
}

function tab(source: Source, offset: number): Issue {
  return issue(
    'yaml-tab',
    {},
    { path: [], document: source.document, range: source.range(offset, offset + 1) },
  );
}
