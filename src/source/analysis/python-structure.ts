/** The structure that a Python annotation says, where it is made of built-in types and of types that exist. */
import type { Json } from '#core/resources/content.ts';
import { isBuiltInType } from '#core/resources/type-names.ts';
import type { KnownTypes } from '#core/plugin/analysis.ts';
import { pythonTypeName } from './python-names.ts';
import { childrenOf, lineOf, type PythonNode } from './python-tree.ts';

/** Null where the type is simple, or a part of it does not exist. */
export function pythonStructure(text: string, node: PythonNode, known: KnownTypes): Json {
  const structure = new Reader(text, known).read(node, 0);
  return typeof structure === 'string' ? null : structure;
}

const LISTS = /^(?:typing\.)?(?:list|List|Sequence|Iterable|set|Set)$/;
const TUPLES = /^(?:typing\.)?(?:tuple|Tuple)$/;
const MAPPINGS = /^(?:typing\.)?(?:dict|Dict|Mapping|MutableMapping)$/;
const UNIONS = /^(?:typing\.)?Union$/;
const OPTIONALS = /^(?:typing\.)?Optional$/;

const DEEPEST = 20;

class Reader {
  readonly #text: string;
  readonly #known: KnownTypes;

  constructor(text: string, known: KnownTypes) {
    this.#text = text;
    this.#known = known;
  }

  /** A name or a structure; null where either does not exist. */
  read(node: PythonNode, depth: number): Json {
    if (depth > DEEPEST) return null;
    const [left, operator, right] = childrenOf(node);
    if (node.name === 'BinaryExpression' && left && right && operator?.name === 'BitOp')
      return union([this.read(left, depth + 1), this.read(right, depth + 1)]);
    if (node.name === 'MemberExpression' && operator?.name === '[')
      return this.#generic(lineOf(this.#text, left!), node, depth);
    return this.#name(lineOf(this.#text, node));
  }

  #name(written: string): Json {
    if (this.#known.has(written)) return written;
    const name = pythonTypeName(written);
    return name !== null && (isBuiltInType(name) || this.#known.has(name)) ? name : null;
  }

  #generic(name: string, node: PythonNode, depth: number): Json {
    const args = childrenOf(node)
      .slice(2)
      .filter((child) => child.name !== ',' && child.name !== ']');
    const open = args.at(-1)?.name === 'Ellipsis';
    const parts = (open ? args.slice(0, -1) : args).map((arg) => this.read(arg, depth + 1));
    const [first = null, second = null] = parts;
    if (parts.some((part) => part === null) || first === null) return null;
    if (LISTS.test(name) || (TUPLES.test(name) && open)) return { list: first };
    if (TUPLES.test(name)) return { tuple: parts };
    if (OPTIONALS.test(name)) return union([first, 'null']);
    if (UNIONS.test(name)) return union(parts);
    const isKey = first === 'string' || first === 'integer';
    return MAPPINGS.test(name) && isKey && second !== null ? { mapping: [first, second] } : null;
  }
}

function union(parts: readonly Json[]): Json {
  if (parts.some((part) => part === null)) return null;
  const flat = parts.flatMap((part) => (isUnion(part) ? part.union : [part]));
  const members = [...new Map(flat.map((part) => [JSON.stringify(part), part])).values()];
  const [only = null] = members;
  return members.length > 1 ? { union: members } : only;
}

function isUnion(part: Json): part is { readonly union: readonly Json[] } {
  return typeof part === 'object' && part !== null && 'union' in part;
}
