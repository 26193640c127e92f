/** Parameter types from Python annotations, by the reference's rules (section 1.15 of its description). */
import type { Json } from '#core/resources/content.ts';
import { isBuiltInType } from '#core/resources/type-names.ts';
import type { KnownTypes, ProposedType } from '#core/plugin/analysis.ts';
import { pythonTypeName } from './python-names.ts';
import { pythonStructure } from './python-structure.ts';
import { bare, childrenOf, lineOf, type PythonNode } from './python-tree.ts';

/** Expressions whose text makes a name; any other gets a number. */
const NAMED = new Set(['VariableName', 'String', 'None', 'MemberExpression', 'BinaryExpression']);

/** An annotation, or null for a parameter without one; `of` says whose it is. */
export interface Annotated {
  readonly node: PythonNode | null;
  readonly of: string;
}

/**
 * The type's name for every annotation of a file, in order, and the types that do not exist yet: those that the text
 * names come first. A type that exists under the very words of the annotation is taken.
 */
export function namePythonTypes(
  text: string,
  annotations: readonly Annotated[],
  known: KnownTypes,
): { readonly names: readonly string[]; readonly proposed: readonly ProposedType[] } {
  const derived = annotations.map(({ node }) => node && derive(text, bare(node), known));
  const taken = new Set([...derived.filter((name) => name !== null), ...known.keys()]);
  const numbered = new Map<string, string>();
  let number = 0;
  const next = (): string => {
    do number += 1;
    while (taken.has(`type${number}`));
    return `type${number}`;
  };
  const names = annotations.map(({ node }, i) => {
    const own = derived[i] ?? null;
    if (own !== null) return own;
    if (!node) return next();
    const written = sameText(text, node);
    const name = numbered.get(written) ?? next();
    numbered.set(written, name);
    return name;
  });
  return { names, proposed: propose(text, annotations, names, derived, known) };
}

function propose(
  text: string,
  annotations: readonly Annotated[],
  names: readonly string[],
  derived: readonly (string | null)[],
  known: KnownTypes,
): readonly ProposedType[] {
  const proposed = new Map<string, ProposedType>();
  const order = [...annotations.keys()].toSorted(
    (a, b) => Number(derived[a] === null) - Number(derived[b] === null),
  );
  for (const i of order) {
    const [name = '', { node, of } = { node: null, of: '' }] = [names[i], annotations[i]];
    if (isBuiltInType(name) || known.has(name) || proposed.has(name)) continue;
    const written = node && lineOf(text, node);
    const structure: Json = node ? pythonStructure(text, bare(node), known) : null;
    const why = written === null ? `The type of ${of} is not written.` : `It is the type of ${of}.`;
    proposed.set(name, {
      name,
      structure,
      description: written ?? '',
      written,
      why,
      named: node !== null && isNamed(bare(node)),
    });
  }
  return [...proposed.values()];
}

/** The name that an annotation's text makes; null where it makes none. */
function derive(text: string, node: PythonNode, known: KnownTypes): string | null {
  const operator = node.name === 'BinaryExpression' ? childrenOf(node)[1] : null;
  if (!NAMED.has(node.name) || (operator && text.slice(operator.from, operator.to) !== '|')) return null;
  const written = lineOf(text, node);
  if (known.has(written)) return written;
  return pythonTypeName(written);
}

/** A name, dotted or not, and nothing else. */
function isNamed(node: PythonNode): boolean {
  return (
    node.name === 'VariableName' || (node.name === 'MemberExpression' && childrenOf(node)[1]?.name === '.')
  );
}

/** A text that is the same for the same expression, however it is spaced and quoted. */
function sameText(text: string, node: PythonNode): string {
  return text.slice(node.from, node.to).replaceAll(/\s/g, '').replaceAll('"', "'");
}
