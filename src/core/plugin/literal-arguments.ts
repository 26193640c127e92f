/** Arguments of one task as a person writes them out, to try it: texts in, values out, each checked against its input's type. */
import { coerceToNode } from '#core/graph/coerce.ts';
import type { Node } from '#core/graph/node.ts';
import { nodeOf, plainValue } from '#core/graph/value.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import type { NamedStructure } from '#core/graph/check-type.ts';
import type { ParameterWord, TaskInput } from '#core/resources/content.ts';
import { isAssignable } from '#core/types/assign.ts';
import { exampleValues } from '#core/types/examples.ts';
import { inferType } from '#core/types/infer.ts';
import { buildRegistry } from '#core/types/registry.ts';
import { ANY, typeDetail, type Type } from '#core/types/type.ts';

/** Values and faults by input; one that is not given has neither. */
export interface LiteralArguments {
  readonly values: Readonly<Record<string, unknown>>;
  /** What is wrong and how to mend it, in a sentence or two. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Types whose text is read as a parameter's is; of all others it is YAML. */
const WORDS: Readonly<Record<string, ParameterWord>> = {
  string: 'string',
  integer: 'integer',
  number: 'float',
  boolean: 'boolean',
};

/** `texts` are by input; an empty one counts as not given where the input is optional, or no text. `types` are all that exist. */
export function readArguments(
  inputs: readonly TaskInput[],
  texts: Readonly<Record<string, string | undefined>>,
  types: readonly NamedStructure[],
): LiteralArguments {
  const registry = buildRegistry(
    types.map(({ name, structure }) => ({ name, definition: nodeOf(structure) })),
  ).types;
  const values: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const { name, type, required } of inputs) {
    const text = texts[name] ?? '';
    if (text.trim() === '' && !(required && type === 'string')) {
      if (required) faults[name] = 'It needs a value.';
      continue;
    }
    const read = readLiteral(text, type, registry.get(type) ?? ANY);
    if (typeof read === 'string') faults[name] = read;
    else values[name] = plainValue(read);
  }
  return { values, faults };
}

/** The node, or what is wrong with the text. */
function readLiteral(text: string, name: string, type: Type): Node | string {
  const word = WORDS[name];
  if (word !== undefined) {
    const read = coerceToNode(word, word === 'string' ? text : text.trim());
    return 'node' in read ? read.node : `${read.fault.message} ${read.fault.remedy}`;
  }
  const { root, issues } = parseYaml(text, name);
  const wrong = issues.find(({ severity }) => severity === 'ERROR');
  if (wrong) return `${wrong.message} ${wrong.remedy}`;
  const { fits } = exampleValues(type);
  // Of an opaque type nothing that is written out can be a value; whoever tries it knows what the function takes.
  if (fits.length === 0 || isAssignable(inferType(root), type)) return root;
  return `It is no ${typeDetail(type)}. One would be ${JSON.stringify(fits[0])}.`;
}
