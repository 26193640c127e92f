/** Types in doc comments: they are read as TypeScript, after the few forms that only comments have. */
import type { Node } from '@babel/types';
import { parseModule } from '#source/parse-module.ts';
import { readTypedefs } from './doc-comment.ts';
import { readType, type Place } from './read-type.ts';
import { ABSENT, STRANGE, maybeAbsent, named, unionOf, type Shape } from './shape.ts';

const LONGEST = 2000;

/** The shape of a type such as `number[]`, `?string`, `Object.<string, number>` or `{x: number}=`. */
export function readDocType(text: string, at: Place): Shape {
  const written = modern(text);
  if (written.text.length > LONGEST) return STRANGE;
  const snippet = `type Type = ${written.text};`;
  const { program } = parseModule(snippet, true);
  const [statement] = program?.body ?? [];
  if (statement?.type !== 'TSTypeAliasDeclaration') return STRANGE;
  const shape = readType(statement.typeAnnotation, { ...at, source: { ...at.source, text: snippet } });
  return written.optional && !maybeAbsent(shape) ? unionOf([shape, ABSENT]) : shape;
}

/** The same in today's words. */
function modern(text: string): { readonly text: string; readonly optional: boolean } {
  const trimmed = text.trim().replace(/^\.\.\./, '');
  const optional = trimmed.endsWith('=');
  const plain = (optional ? trimmed.slice(0, -1) : trimmed)
    .replaceAll(/\b(?:Object|object)\.?</g, 'Record<')
    .replaceAll(/\.</g, '<')
    .replace(/^\*$/, 'unknown');
  return { text: plain.replace(/^\?(.*)$/s, '($1) | null').replace(/^!/, ''), optional };
}

/** The place at the top of a file, with the types that its comments define. */
export function withTypedefs(statements: readonly Node[], at: Place): Place {
  const given = new Map(at.given);
  for (const statement of statements) {
    for (const [name, type] of readTypedefs(statement)) {
      const shape = readDocType(type, { ...at, given });
      given.set(name, named(shape, { name, description: '' }));
    }
  }
  return { ...at, given };
}
