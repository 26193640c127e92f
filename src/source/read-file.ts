/** One file of a plugin, read as far as it can be: its JavaScript, its links, what it exports. */
import type { Node, Program } from '@babel/types';
import type { Issue } from '#core/issues.ts';
import type { PluginFile } from '#core/resources/content.ts';
import { findDeclarations } from './declarations.ts';
import { findLinks, type Links } from './links.ts';
import { parseModule, rangeOf, type SyntaxFault } from './parse-module.ts';
import { findExports, type Exported } from './signatures.ts';
import { sourceIssue } from './source-issue.ts';
import { stripTypes } from './strip-types.ts';

/** A file that can be read. Links hold places in `code`, exports places in the author's text. */
export interface ReadFile {
  readonly name: string;
  readonly text: string;
  readonly code: string;
  readonly program: Program;
  readonly links: Links;
  readonly exported: Exported;
}

export interface FileReading {
  readonly file: ReadFile | null;
  readonly issues: readonly Issue[];
}

/** Whether a file is source that runs here. */
export function isModule(filename: string): boolean {
  return /\.m?[jt]s$/.test(filename) && !/\.d\.m?ts$/.test(filename);
}

export function readFile({ filename, contents }: Pick<PluginFile, 'filename' | 'contents'>): FileReading {
  const isTypeScript = /\.m?ts$/.test(filename);
  const refuse = (faults: readonly SyntaxFault[]): FileReading => ({
    file: null,
    issues: faults.map(({ message, range }) => sourceIssue('source-syntax', filename, range, [message])),
  });
  const written = parseModule(contents, isTypeScript);
  if (!written.program) return refuse(written.faults);
  const { code, faults } = isTypeScript ? stripTypes(contents) : { code: contents, faults: [] };
  if (code === null) return refuse(faults);
  const run = isTypeScript ? parseModule(code, false) : written;
  if (!run.program) return refuse(run.faults);
  const exported = findExports(contents, findDeclarations(written.program));
  const links = findLinks(run.program);
  return {
    file: { name: filename, text: contents, code, program: run.program, links, exported },
    issues: [],
  };
}

/** The place of a node of the stripped code: its line is the author's, its column may be some way off. */
export function placeOf(file: ReadFile, node: Node) {
  const range = rangeOf(file.code, node);
  return file.code === file.text
    ? range
    : inText(
        file.text,
        range.start.line,
        range.start.column,
        file.code.slice(node.start ?? 0, node.end ?? 0),
      );
}

/** Finds the same words on the same line of the author's text. */
function inText(text: string, line: number, column: number, words: string) {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
  const row = lines[line - 1] ?? '';
  const found = row.indexOf(words);
  const at = found >= 0 ? found : Math.min(column - 1, row.length);
  const length = found >= 0 ? words.length : 1;
  return {
    start: { offset: start + at, line, column: at + 1 },
    end: { offset: start + at + length, line, column: at + length + 1 },
  };
}
