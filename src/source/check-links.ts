/** Checks every import of a plugin by file and by name, since a module that fails to link says neither line nor column. */
import type { Node } from '@babel/types';
import type { Issue } from '#core/issues.ts';
import libraryExports from './library-exports.json';
import type { Link } from './links.ts';
import { visit } from './links.ts';
import { placeOf, type ReadFile } from './read-file.ts';
import { resolveImport, type Target } from './resolve.ts';
import { sourceIssue } from './source-issue.ts';

export type Files = ReadonlyMap<string, ReadFile>;

const LIBRARIES: Record<'sdk' | 'tfjs', ReadonlySet<string>> = {
  sdk: new Set([...libraryExports.sdk, ...libraryExports.numeric]),
  tfjs: new Set(libraryExports.tfjs),
};

/** `names` holds every module of the plugin, `files` those that could be read. */
export function checkLinks(file: ReadFile, files: Files, names: ReadonlySet<string>): Issue[] {
  return [
    ...file.links.imports.flatMap((link) => checkLink(link, file, files, names)),
    ...checkMembers(file),
  ];
}

function checkLink(link: Link, file: ReadFile, files: Files, names: ReadonlySet<string>): Issue[] {
  const issue = (code: Parameters<typeof sourceIssue>[0], node: Node, ...about: [string?, string?]) =>
    sourceIssue(code, file.name, placeOf(file, node), about);
  if (link.specifier === null) return [issue('import-computed', link.node)];
  const target = resolveImport(link.specifier, file.name, names);
  if (target.kind === 'refused') return [issue('import-refused', link.node, link.specifier)];
  if (target.kind === 'unknown-file') return [issue('import-unknown-file', link.node, link.specifier)];
  return link.wanted
    .filter(({ name }) => !gives(target, name, files, names))
    .map(({ name, node }) => issue('export-missing', node, name, link.specifier ?? ''));
}

/** Whether a target exports a name; a file that could not be read is given the benefit of the doubt. */
function gives(
  target: Target,
  name: string,
  files: Files,
  names: ReadonlySet<string>,
  seen = new Set<string>(),
): boolean {
  if (target.kind === 'library') return LIBRARIES[target.library].has(name);
  const file = target.kind === 'file' ? files.get(target.file) : undefined;
  if (!file) return true;
  if (file.links.exports.has(name)) return true;
  if (name === 'default' || seen.has(file.name)) return false;
  seen.add(file.name);
  return file.links.stars.some((star) =>
    gives(resolveImport(star, file.name, names), name, files, names, seen),
  );
}

/** `tf.name` where `tf` is a library imported whole, and the library has no such name: it would be undefined when run. */
function checkMembers(file: ReadFile): Issue[] {
  const whole = new Map<string, { specifier: string; library: 'sdk' | 'tfjs' }>();
  for (const node of file.program.body) {
    if (node.type !== 'ImportDeclaration') continue;
    const target = resolveImport(node.source.value, file.name, new Set());
    if (target.kind !== 'library') continue;
    for (const { type, local } of node.specifiers) {
      if (type === 'ImportNamespaceSpecifier')
        whole.set(local.name, { specifier: node.source.value, library: target.library });
    }
  }
  const issues: Issue[] = [];
  if (whole.size === 0 || shadowed(file, whole)) return issues;
  visit(file.program, (node) => {
    if (node.type !== 'MemberExpression' || node.computed) return;
    const { object, property } = node;
    const library = object.type === 'Identifier' ? whole.get(object.name) : undefined;
    if (!library || property.type !== 'Identifier' || LIBRARIES[library.library].has(property.name)) return;
    issues.push(
      sourceIssue('export-missing', file.name, placeOf(file, node), [property.name, library.specifier]),
    );
  });
  return issues;
}

/** Whether any such name is bound again further in, where it may mean something else. */
function shadowed(file: ReadFile, names: ReadonlyMap<string, unknown>): boolean {
  let found = false;
  const bound = (node: Node | null | undefined) => {
    if (node?.type === 'Identifier' && names.has(node.name)) found = true;
  };
  visit(file.program, (node) => {
    if (node.type === 'VariableDeclarator') bound(node.id);
    if ('params' in node && Array.isArray(node.params))
      for (const parameter of node.params as Node[]) bound(parameter);
  });
  return found;
}
