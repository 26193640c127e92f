/** Completion in the plugin editor: members of libraries and objects, names in scope, exports and files to import. */
import type { Node } from '@babel/types';
import type { PluginFile } from '#core/resources/content.ts';
import { Sources, type Source } from '#source/analysis/sources.ts';
import { findDeclarations } from '#source/declarations.ts';
import { rangesOf } from '#source/positions.ts';
import { isModule } from '#source/read-file.ts';
import type { Completion, Completions, Library } from './completion.ts';
import { exportsOf, specifiersFor } from './exports.ts';
import { memberTypes, membersOf } from './members.ts';
import { CURSOR, mendAt, type Mended } from './mend.ts';
import { typeNames, valueNames } from './names.ts';
import { pathTo } from './scope.ts';
import type { Surroundings } from './what-it-is.ts';

/** Longer texts are not completed: each completion parses the text. */
const LONGEST = 200_000;

/**
 * What fits at an offset of a file; `files` are the whole plugin, the file itself as it was last. Null where nothing does:
 * in a comment, in a text, where a new name is made, in other languages than TypeScript and JavaScript. Never throws.
 */
export function completeSource(
  filename: string,
  text: string,
  offset: number,
  files: readonly Pick<PluginFile, 'filename' | 'contents'>[],
  library: Library,
): Completions | null {
  if (!isModule(filename) || text.length > LONGEST) return null;
  const mended = mendAt(text, Math.max(0, Math.min(offset, text.length)), /\.m?ts$/.test(filename));
  if (!mended) return null;
  const around: Surroundings = { source: sourceOf(filename, mended), sources: new Sources(files), library };
  const path = pathTo(mended.program, mended.from);
  const leaf = path.at(-1);
  if (leaf?.type === 'StringLiteral') return completeSpecifier(leaf, path.at(-2), text, mended, around);
  const options = leaf?.type === 'Identifier' && leaf.name === CURSOR ? optionsAt(leaf, path, around) : null;
  return options && { from: mended.from, to: mended.to, options: distinct(options) };
}

function sourceOf(name: string, { text, program }: Mended): Source {
  return { name, text, program, declarations: findDeclarations(program), ranges: rangesOf(text) };
}

/** The first of every label: what is near hides what is far. */
function distinct(options: readonly Completion[]): readonly Completion[] {
  const byLabel = new Map<string, Completion>();
  for (const option of options)
    if (option.label !== CURSOR && !byLabel.has(option.label)) byLabel.set(option.label, option);
  return [...byLabel.values()];
}

/** What an import may name: the whole text between the quotes is replaced. */
function completeSpecifier(
  leaf: Extract<Node, { type: 'StringLiteral' }>,
  parent: Node | undefined,
  text: string,
  { from, to }: Mended,
  around: Surroundings,
): Completions | null {
  const isSource = parent && 'source' in parent && parent.source === leaf;
  const start = (leaf.start ?? 0) + 1;
  if (!isSource || start > from) return null;
  const [rest = ''] = /^[^'"\n]*/.exec(text.slice(to)) ?? [];
  return { from: start, to: to + rest.length, options: specifiersFor(around) };
}

function optionsAt(leaf: Node, path: readonly Node[], around: Surroundings): readonly Completion[] | null {
  const parent = path.at(-2);
  const offset = leaf.start ?? 0;
  switch (parent?.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      if (parent.property === leaf && !parent.computed) return membersOf(parent.object, around);
      break;
    case 'TSQualifiedName':
      return parent.right === leaf ? memberTypes(parent.left, around) : typeNames(path, offset, around);
    case 'TSTypeReference':
    case 'TSExpressionWithTypeArguments':
      return typeNames(path, offset, around);
    case 'ImportSpecifier':
    case 'ExportSpecifier': {
      const statement = path.at(-3);
      const from = statement && 'source' in statement ? statement.source : null;
      if (from?.type === 'StringLiteral') return exportsOf(from.value, around);
      return parent.type === 'ExportSpecifier' ? valueNames(path.slice(0, 2), offset, around, false) : null;
    }
  }
  return parent && makesName(leaf, parent, path.at(-3)) ? null : valueNames(path, offset, around, true);
}

/** Whether a new name stands here, or a key that is not looked up anywhere. */
function makesName(leaf: Node, parent: Node, above: Node | undefined): boolean {
  if (parent.type === 'ObjectProperty')
    return above?.type === 'ObjectPattern' || (parent.key === leaf && !parent.shorthand);
  if (parent.type === 'AssignmentPattern') return parent.left === leaf;
  if ('params' in parent && (parent.params as readonly Node[]).includes(leaf)) return true;
  if ('id' in parent && parent.id === leaf) return true;
  if ('key' in parent && parent.key === leaf && !('computed' in parent && parent.computed)) return true;
  return MAKERS.has(parent.type);
}

const MAKERS: ReadonlySet<string> = new Set([
  'ArrayPattern',
  'RestElement',
  'CatchClause',
  'LabeledStatement',
  'BreakStatement',
  'ContinueStatement',
  'ImportDefaultSpecifier',
  'ImportNamespaceSpecifier',
  'TSNamedTupleMember',
  'TSTypeParameter',
  'TSEnumMember',
  'MetaProperty',
]);
