/** How well a registered type agrees with the one that the text says. */
import type { Json } from '#core/resources/content.ts';
import { readPythonJson } from '#core/graph/python-json.ts';
import { isAssignable } from '#core/types/assign.ts';
import { typeOfPart } from '#core/types/registry.ts';
import { ANY, BUILTIN_TYPES, type SimpleType, type Type } from '#core/types/type.ts';
import type { AnalysedInput, AnalysedOutput, KnownTypes, ProposedType } from '#core/plugin/analysis.ts';
import { expandType } from './same-structure.ts';

/** `works`: another type, and yet what is registered goes with the text; the difference may be meant. */
export type Agreement = 'same' | 'works' | 'differs';

/** Compares types by what they are made of. */
export class Agreements {
  readonly #known: KnownTypes;
  readonly #types: KnownTypes;
  readonly #proposed: ReadonlyMap<string, ProposedType>;

  constructor(known: KnownTypes, proposed: readonly ProposedType[]) {
    this.#known = known;
    this.#types = new Map([...proposed.map(({ name, structure }) => [name, structure] as const), ...known]);
    this.#proposed = new Map(proposed.map((type) => [type.name, type]));
  }

  /** Of an input: what a graph gives as the registered type must do for the function. */
  ofInput(registered: string, { type, written, nullByDefault }: AnalysedInput): Agreement {
    if (written === null || registered === type) return 'same';
    const [left, right] = [this.#expand(registered), this.#expand(type)];
    if (isSame(left, right) || (nullByDefault && isSame(left, withNull(right)))) return 'same';
    return this.#namesDiffer(registered, type) || this.#fits(left, right) ? 'works' : 'differs';
  }

  /** Of an output: what the function gives must do as the registered type. */
  ofOutput(registered: string, { type, written }: Pick<AnalysedOutput, 'type' | 'written'>): Agreement {
    if (written === null || registered === type) return 'same';
    const [left, right] = [this.#expand(registered), this.#expand(type)];
    if (isSame(left, right)) return 'same';
    return this.#namesDiffer(registered, type) || this.#fits(right, left) ? 'works' : 'differs';
  }

  /** The types of a tuple's parts, where a type is one. */
  partsOf(type: string): readonly Json[] | null {
    const whole = this.#expand(type);
    return isRecord(whole) && Array.isArray(whole.tuple) ? (whole.tuple as readonly Json[]) : null;
  }

  /** Whether a registered type is this one, which has no name. */
  isPart(registered: string, part: Json): boolean {
    const own = this.#expand(registered);
    return isSame(own, part) || isSame(part, own);
  }

  #expand(type: string): Json {
    return expandType(type, this.#types);
  }

  /** A simple type may be the person's own name for what the author calls otherwise. */
  #namesDiffer(registered: string, type: string): boolean {
    return this.#known.get(registered) === null && this.#proposed.get(type)?.named === true;
  }

  #fits(given: Json, wanted: Json): boolean {
    return isAssignable(this.#typeOf(given), this.#typeOf(wanted));
  }

  #typeOf(structure: Json): Type {
    const node = readPythonJson(JSON.stringify(structure));
    const simple = new Map(namesIn(structure).map((name) => [name, this.#simple(name, 0)]));
    return node ? typeOfPart(node, new Map<string, Type>([...simple, ...BUILTIN_TYPES])) : ANY;
  }

  #simple(name: string, depth: number): SimpleType {
    const structure = this.#types.get(name) ?? null;
    const parent =
      isRecord(structure) && typeof structure.is_a === 'string' && depth < 20 ? structure.is_a : null;
    const above = parent === null ? null : (BUILTIN_TYPES.get(parent) ?? this.#simple(parent, depth + 1));
    return { kind: 'simple', name, parent: above };
  }
}

/** TypeScript has one word for whole numbers and others, so a registered integer says no less than its number. */
function isSame(registered: Json, written: Json): boolean {
  const [left, right] = [JSON.stringify(registered), JSON.stringify(written)];
  return left === right || left.replaceAll('"integer"', '"number"') === right;
}

function withNull(type: Json): Json {
  const members = isRecord(type) && Array.isArray(type.union) ? (type.union as readonly Json[]) : [type];
  const all = [...members, 'null'].map((member) => JSON.stringify(member));
  return { union: all.toSorted().map((member) => JSON.parse(member) as Json) };
}

function namesIn(structure: Json): readonly string[] {
  if (typeof structure === 'string') return [structure];
  return isRecord(structure) || Array.isArray(structure)
    ? Object.values(structure as object).flatMap(namesIn)
    : [];
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
