/** Gives shapes the names of parameter types: of those that exist where one says the same, else of new ones. */
import { isBuiltInType } from '#core/resources/type-names.ts';
import type { Json } from '#core/resources/content.ts';
import type { KnownTypes, ProposedType } from '#core/plugin/analysis.ts';
import { expandedText } from './same-structure.ts';
import { structureJson, without, ABSENT, type Alias, type Shape, type Structure } from './shape.ts';
import { looseName, snakeCase } from './words.ts';

/** Whom a type is for: it names what has no name, and says why a type is needed. */
export interface Purpose {
  /** A name for a structure that the author gave none. */
  readonly hint: string;
  /** The type as written, or null. */
  readonly written: string | null;
  /** Such as `the input epsilons of attack_fgsm`. */
  readonly of: string;
}

export class TypeNames {
  readonly #known: KnownTypes;
  readonly #loose: ReadonlyMap<string, string>;
  readonly #proposed = new Map<string, ProposedType>();
  /** Known and proposed. */
  readonly #structures: Map<string, Json>;
  /** The types of each structure: known ones, and the one proposed for structures that the author gave no name. */
  readonly #sames = new Map<string, string[]>();
  /** The proposals for structures with a name, by that and what they are made of. */
  readonly #named = new Map<string, string>();
  /** How often a name was wanted. */
  readonly #wanted = new Map<string, number>();

  constructor(known: KnownTypes) {
    this.#known = known;
    this.#loose = new Map([...known.keys()].toReversed().map((name) => [looseName(name), name]));
    this.#structures = new Map(known);
    for (const [name, structure] of known) this.#remember(name, structure);
  }

  #remember(name: string, structure: Json, alias?: Alias): void {
    if (structure === null) return;
    const text = expandedText(structure, this.#structures);
    if (alias) this.#named.set(`${alias.name} ${text}`, name);
    else this.#sames.set(text, [...(this.#sames.get(text) ?? []), name]);
  }

  /** Types that do not exist yet, in the order in which they can be made. */
  get proposed(): readonly ProposedType[] {
    return [...this.#proposed.values()];
  }

  /** The name of the parameter type for a shape; what is strange or absent is `any` or `null`. */
  nameOf(shape: Shape, purpose: Purpose): string {
    if (shape.form === 'basic') return shape.name;
    if (shape.form === 'strange') return 'any';
    if (shape.form === 'absent') return 'null';
    if (shape.form === 'opaque') return this.#opaque(shape, purpose);
    const structure = this.#structure(shape, purpose);
    const same = this.#sameAs(structure, shape, purpose.hint);
    if (same !== null) return same;
    const namesake = shape.alias ? this.#knownLike(shape.alias.name) : null;
    // A simple type of that name stands for the thing, whatever it is made of.
    if (namesake !== null && this.#known.get(namesake) === null) return namesake;
    const wanted = shape.alias ? snakeCase(shape.alias.name) : phrase(shape, structure, purpose.hint);
    return this.#propose(wanted, structure, shape.alias, purpose);
  }

  #opaque(shape: Extract<Shape, { form: 'opaque' }>, purpose: Purpose): string {
    const known = shape.names.map((name) => this.#knownLike(name)).find((name) => name !== null);
    const [wanted = 'value'] = shape.names;
    if (known !== undefined) return known;
    if (this.#proposed.get(wanted)?.structure === null) return wanted;
    return this.#propose(wanted, null, { name: wanted, description: shape.description }, purpose);
  }

  #knownLike(name: string): string | null {
    return this.#known.has(name) ? name : (this.#loose.get(looseName(name)) ?? null);
  }

  /** A type of this structure: one that is called so, else the first; what has a name of its own shares no other's proposal. */
  #sameAs(structure: Json, shape: Structure, hint: string): string | null {
    const { alias } = shape;
    const text = expandedText(structure, this.#structures);
    const own = alias ? this.#named.get(`${alias.name} ${text}`) : undefined;
    if (own !== undefined) return own;
    const same = this.#sames.get(text) ?? [];
    const wanted = looseName(alias?.name ?? hint);
    const plural = shape.form === 'list' && shape.items.form === 'basic' ? `${shape.items.name}s` : wanted;
    const called = [wanted, `${wanted}s`, plural].flatMap((word) =>
      same.filter((name) => looseName(name) === word),
    )[0];
    return called ?? same.find((name) => !alias || this.#known.has(name)) ?? null;
  }

  /** A part with a name of its own goes by it, another stands in the structure. */
  #structure(shape: Structure, purpose: Purpose): Json {
    return structureJson(shape, (whole) => {
      const part = without(whole, ABSENT);
      if (
        part.form === 'basic' ||
        part.form === 'opaque' ||
        part.form === 'strange' ||
        part.form === 'absent'
      )
        return this.nameOf(part, purpose);
      return part.alias ? this.nameOf(part, purpose) : this.#structure(part, purpose);
    });
  }

  #propose(wanted: string, structure: Json, alias: Alias | undefined, { written, of }: Purpose): string {
    const name = this.#freeName(wanted === '' ? 'value' : wanted);
    this.#structures.set(name, structure);
    this.#remember(name, structure, alias);
    const description = alias?.description || (written ?? '');
    const why = `It is the type of ${of}.`;
    this.#proposed.set(name, { name, structure, description, written, why, named: alias !== undefined });
    return name;
  }

  #freeName(wanted: string): string {
    for (let n = (this.#wanted.get(wanted) ?? 0) + 1; ; n++) {
      const name = n > 1 ? `${wanted}_${n}` : wanted;
      this.#wanted.set(wanted, n);
      if (!isBuiltInType(name) && !this.#structures.has(name) && !this.#loose.has(looseName(name)))
        return name;
    }
  }
}

/** `list_of_number`, `mapping_of_string`, `number_or_null`; for what is long to say, the name of what it is for. */
function phrase(shape: Structure, structure: Json, hint: string): string {
  const words = shape.form === 'fields' ? null : wordsOf(structure);
  return words !== null && words.length <= 40 ? words : snakeCase(hint);
}

function wordsOf(structure: Json): string | null {
  if (typeof structure === 'string') return snakeCase(structure);
  if (typeof structure !== 'object' || structure === null || Array.isArray(structure)) return null;
  const [[form = '', part] = []] = Object.entries(structure);
  const parts = Array.isArray(part) ? part.map(wordsOf) : part === undefined ? [] : [wordsOf(part)];
  if (parts.length === 0 || parts.some((words) => words === null)) return null;
  if (form === 'union') return parts.join('_or_');
  if (form === 'mapping' && Array.isArray(part)) return `mapping_of_${parts[1] ?? ''}`;
  return form === 'mapping' ? null : `${form}_of_${parts.join('_and_')}`;
}
