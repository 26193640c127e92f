/** Builds types from their definitions, and says what is wrong with those that cannot be built. */
import { orderNames } from '#core/graph/order.ts';
import { keyIdentity } from '#core/graph/yaml-merge.ts';
import { show, textOf, valueOf, type Node } from '#core/graph/node.ts';
import { constructSimple, constructStructure, constructUnion, type StructureParts } from './construct.ts';
import { sameType } from './equality.ts';
import { typeReferences } from './references.ts';
import { ANY, BUILTIN_TYPES, INTEGER, STRING, typeText, type Type } from './type.ts';

/** A type to be built; null as name where its key is no text. */
export interface Definition {
  readonly name: string | null;
  readonly definition: Node;
}

export type RegistryFaultKind =
  | 'builtin-type'
  | 'unknown-type'
  | 'type-cycle'
  | 'type-forms'
  | 'type-structure'
  | 'key-type'
  | 'supertype-form'
  | 'empty-union'
  | 'nameless';

export interface RegistryFault {
  readonly kind: RegistryFaultKind;
  /** The type in whose definition it lies. */
  readonly type: string | null;
  readonly node: Node;
  /** The offending type, in words; for a circle, the names of its types. */
  readonly detail: string;
}

export interface Registry {
  /** The built-in types and all that could be built; parts that could not are `any`. */
  readonly types: ReadonlyMap<string, Type>;
  readonly faults: readonly RegistryFault[];
}

/** Builds all types, each after those it names. Never throws for a definition's fault. */
export function buildRegistry(definitions: readonly Definition[]): Registry {
  return new Builder(BUILTIN_TYPES).build(definitions);
}

/** The type of a name or of a definition without a name, given the types that there are; what cannot be built is `any`. */
export function typeOfPart(part: Node, types: ReadonlyMap<string, Type>): Type {
  return new Builder(types).partOf(part);
}

const FORMS = ['list', 'tuple', 'mapping'] as const;

class Builder {
  readonly #types: Map<string, Type>;
  readonly #faults: RegistryFault[] = [];
  #current: string | null = null;

  constructor(types: ReadonlyMap<string, Type>) {
    this.#types = new Map(types);
  }

  build(definitions: readonly Definition[]): Registry {
    const named = new Map(definitions.flatMap((item) => (item.name === null ? [] : [[item.name, item]])));
    const waiting = [...named.values()].map(({ name, definition }) => ({
      name: name!,
      after: this.#neighbours(definition, named),
    }));
    const { order, cycles } = orderNames(waiting);
    for (const cycle of cycles) this.#reportCycle(cycle, named);
    for (const { name, definition } of definitions) if (name === null) this.#buildType(null, definition);
    for (const name of order) this.#register(name, named.get(name)!.definition);
    return { types: this.#types, faults: this.#faults };
  }

  #neighbours(definition: Node, named: ReadonlyMap<string, Definition>): string[] {
    return typeReferences(definition, []).flatMap(({ name }) => (named.has(name) ? [name] : []));
  }

  #reportCycle(cycle: readonly string[], named: ReadonlyMap<string, Definition>): void {
    const name = cycle[0]!;
    this.#faults.push({
      kind: 'type-cycle',
      type: name,
      node: named.get(name)!.definition,
      detail: cycle.join(' → '),
    });
  }

  #register(name: string, definition: Node): void {
    if (BUILTIN_TYPES.has(name))
      this.#faults.push({ kind: 'builtin-type', type: name, node: definition, detail: name });
    else this.#types.set(name, this.#buildType(name, definition));
  }

  #report(kind: RegistryFaultKind, node: Node, detail: string): Type {
    this.#faults.push({ kind, type: this.#current, node, detail });
    return ANY;
  }

  /** The type of a name, or of a definition inside another. */
  partOf(node: Node): Type {
    const name = textOf(node);
    if (name === null) return this.#construct(null, node);
    return this.#types.get(name) ?? this.#report('unknown-type', node, name);
  }

  #buildType(name: string | null, definition: Node): Type {
    this.#current = name;
    return this.#construct(name, definition);
  }

  #construct(name: string | null, definition: Node): Type {
    const forms = FORMS.filter((form) => valueOf(definition, form) !== undefined);
    const union = valueOf(definition, 'union');
    const parent = valueOf(definition, 'is_a');
    if (forms.length > 1) return this.#report('type-forms', definition, forms.join(', '));
    const members = union?.kind === 'list' ? union.items : [];
    const isComplex = forms.length + (members.length > 0 ? 1 : 0);
    if (isComplex > 1 || (isComplex > 0 && parent))
      return this.#report('type-forms', definition, show(definition));
    if (forms[0]) return this.#structure(forms[0], name, valueOf(definition, forms[0])!);
    if (members.length > 0) return this.#union(name, members);
    return this.#simple(name, parent, union ?? definition);
  }

  #structure(form: (typeof FORMS)[number], name: string | null, part: Node): Type {
    const constructed = constructStructure(form, this.#partsOf(form, part), name);
    if ('fault' in constructed) return this.#report('type-structure', part, constructed.fault);
    const { type } = constructed;
    if (type.kind === 'mapping' && part.kind === 'list') this.#checkKey(type.key, part.items[0]!);
    return type;
  }

  #partsOf(form: (typeof FORMS)[number], part: Node): StructureParts {
    if (form === 'list' || part.kind === 'scalar') return this.partOf(part);
    if (part.kind === 'list') return part.items.map((item) => this.partOf(item));
    return new Map(part.entries.map(({ key, value }) => [keyIdentity(key), this.partOf(value)]));
  }

  #checkKey(key: Type, node: Node): void {
    const name = textOf(node);
    if (name !== null && !this.#types.has(name)) return;
    if (!sameType(key, STRING) && !sameType(key, INTEGER)) this.#report('key-type', node, typeText(key));
  }

  #union(name: string | null, members: readonly Node[]): Type {
    return constructUnion(
      members.map((member) => this.partOf(member)),
      name,
    );
  }

  /** Without a structure a type is simple; so a union without members is a simple type of that name, if it has one. */
  #simple(name: string | null, parentNode: Node | undefined, node: Node): Type {
    const parent = parentNode ? this.partOf(parentNode) : null;
    if (parent && parent.kind !== 'simple')
      return this.#report('supertype-form', parentNode!, typeText(parent));
    const constructed = constructSimple(name, parent);
    if ('type' in constructed) return constructed.type;
    return this.#report(node.kind === 'list' ? 'empty-union' : 'nameless', node, show(node));
  }
}
