// What a pair of graphs says, as plain data: steps with their arguments by input, whatever form they are written in. It knows nothing of edits.
import { show, textOf, valueOf, type Node } from '#core/graph/node.ts';
import { readStep } from '#core/graph/step.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { FUNCTIONS } from './tools.ts';

/** Text as it is, references among it; anything else as a pair of kind and value. */
export type Plain =
  | string
  | readonly ['scalar', string]
  | readonly ['list', readonly Plain[]]
  | readonly ['map', readonly (readonly [string, Plain])[]];

export interface ModelStep {
  readonly name: string;
  readonly task: string;
  readonly given: Readonly<Record<string, Plain>>;
  readonly after: readonly string[];
}

export interface ModelArtifact {
  readonly name: string;
  readonly contents: string;
  readonly task: string;
  readonly args: Readonly<Record<string, Plain>>;
}

export interface Model {
  readonly steps: readonly ModelStep[];
  readonly artifacts: readonly ModelArtifact[];
}

export function plain(node: Node): Plain {
  if (node.kind === 'list') return ['list', node.items.map(plain)];
  if (node.kind === 'map') return ['map', node.entries.map(({ key, value }) => [show(key), plain(value)])];
  return node.type === 'string' ? (node.value as string) : ['scalar', `${node.type} ${show(node)}`];
}

export function readModel(taskGraph: string, artifactGraph: string): Model {
  const steps = entries(taskGraph).map(({ key, value }): ModelStep => {
    const { name, call, dependencies } = readStep({ key, value }, []);
    const slots = FUNCTIONS.find((task) => task.name === call?.task)?.inputs ?? [];
    const positional =
      call?.positional.map(({ value: given }, index) => [
        slots[index]?.name ?? `#${index + 1}`,
        plain(given),
      ]) ?? [];
    const keywords = call?.keywords.map(({ keyword, value: given }) => [show(keyword!), plain(given)]) ?? [];
    return {
      name,
      task: call?.task ?? '',
      given: Object.fromEntries([...positional, ...keywords]),
      after: dependencies.map((item) => item.name),
    };
  });
  const artifacts = entries(artifactGraph).map(({ key, value }): ModelArtifact => {
    const task = valueOf(value, 'task');
    const args = task && valueOf(task, 'args');
    return {
      name: show(key),
      contents: textOf(valueOf(value, 'contents')) ?? '',
      task: (task && textOf(valueOf(task, 'name'))) ?? '',
      args: Object.fromEntries(
        args?.kind === 'map' ? args.entries.map((entry) => [show(entry.key), plain(entry.value)]) : [],
      ),
    };
  });
  return { steps, artifacts };
}

function entries(text: string) {
  const { root, issues } = parseYaml(text);
  if (issues.length > 0) throw new Error(`${JSON.stringify(issues)}\n${text}`);
  return root.kind === 'map' ? root.entries : [];
}

/** With every text replaced for which there is another one. */
export function mapTexts(value: Plain, replace: (text: string) => string): Plain {
  if (typeof value === 'string') return replace(value);
  if (value[0] === 'list') return ['list', value[1].map((item) => mapTexts(item, replace))];
  if (value[0] === 'map') return ['map', value[1].map(([key, item]) => [key, mapTexts(item, replace)])];
  return value;
}

/** Without the texts that are unwanted; null where the value is one. */
export function prune(value: Plain, isUnwanted: (text: string) => boolean): Plain | null {
  if (typeof value === 'string') return isUnwanted(value) ? null : value;
  if (value[0] === 'list') return ['list', value[1].flatMap((item) => wrap(prune(item, isUnwanted)))];
  if (value[0] === 'map')
    return [
      'map',
      value[1].flatMap(([key, item]) => wrap(prune(item, isUnwanted)).map((left) => [key, left] as const)),
    ];
  return value;
}

function wrap(value: Plain | null): Plain[] {
  return value === null ? [] : [value];
}

export function pruneRecord(
  record: Readonly<Record<string, Plain>>,
  isUnwanted: (text: string) => boolean,
): Record<string, Plain> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) =>
      wrap(prune(value, isUnwanted)).map((left) => [key, left]),
    ),
  );
}

/** Whether a text is a reference to this name, by the rules of the language. */
export function refersTo(name: string): (text: string) => boolean {
  return (text) => text === `$${name}` || text.startsWith(`$${name}.`);
}
