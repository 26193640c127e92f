/** What is wrong with the content of a resource while it is typed, told at its field. Whether a name is taken only the store can tell. */
import { coerceParameter } from '#core/graph/coerce.ts';
import type {
  ContentOf,
  EntrypointContent,
  ModelContent,
  PluginContent,
  PluginFile,
  QueueContent,
  ResourceKind,
  TaskOutput,
  TypeContent,
} from './content.ts';
import { isFilename, isName, isTypeName } from './names.ts';

/** One mistake of one field. */
export interface FieldFault {
  /** Keys and indexes from the root of the content to the field. */
  readonly path: readonly (string | number)[];
  /** What is wrong and how to mend it, in one or two sentences. */
  readonly message: string;
}

/** More jobs at once than this no machine runs well; fewer than one none at all. */
export const MOST_CONCURRENCY = 64;

/** What the files of a plugin may end in: what runs here, and what is kept beside it. */
export const PLUGIN_EXTENSIONS = ['ts', 'js', 'py', 'json', 'md', 'txt'] as const;

const IDENTIFIER = 'Use letters, digits and underscores, not beginning with a digit.';

/** The faults of a content, in the order of its fields; none where it may be saved. */
export function checkContent<K extends ResourceKind>(kind: K, content: ContentOf[K]): readonly FieldFault[] {
  return CHECKS[kind](content);
}

/** Whether some path begins with these keys. */
export function faultAt(
  faults: readonly FieldFault[],
  ...path: readonly (string | number)[]
): string | undefined {
  return faults.find((fault) => path.every((key, index) => fault.path[index] === key))?.message;
}

const CHECKS: { readonly [K in ResourceKind]: (content: ContentOf[K]) => readonly FieldFault[] } = {
  plugin: checkPlugin,
  type: checkType,
  entrypoint: checkEntrypoint,
  experiment: ({ name }) => checkText(name),
  queue: checkQueue,
  model: checkModel,
};

function fault(path: FieldFault['path'], message: string): FieldFault {
  return { path, message };
}

function checkText(name: string, path: FieldFault['path'] = ['name']): readonly FieldFault[] {
  if (name.trim() === '') return [fault(path, 'It needs a name.')];
  if (name === '__proto__') return [fault(path, 'This one word cannot be a name. Choose another.')];
  return [];
}

function checkIdentifier(name: string, path: FieldFault['path'] = ['name']): readonly FieldFault[] {
  if (name === '') return [fault(path, 'It needs a name.')];
  const ok = isName(name) && /^\w+$/.test(name) && name !== '__proto__';
  return ok ? [] : [fault(path, `“${name}” cannot be a name here. ${IDENTIFIER}`)];
}

/** A fault at each item whose name an earlier one has. */
function checkUnique(
  items: readonly { readonly name: string }[],
  path: FieldFault['path'],
  key = 'name',
): readonly FieldFault[] {
  const seen = new Set<string>();
  return items.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [fault([...path, index, key], `“${name}” stands here twice. Rename one of them.`)];
  });
}

function checkQueue({ name, concurrency }: QueueContent): readonly FieldFault[] {
  const whole = Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_CONCURRENCY;
  return [
    ...checkText(name),
    ...(whole ? [] : [fault(['concurrency'], `Give a whole number from 1 to ${MOST_CONCURRENCY}.`)]),
  ];
}

function checkType({ name }: TypeContent): readonly FieldFault[] {
  const text = checkText(name);
  if (text.length > 0 || isTypeName(name)) return text;
  return [fault(['name'], `“${name}” is the name of a built-in type. Choose another.`)];
}

function checkModel({ name, versions }: ModelContent): readonly FieldFault[] {
  const missing = versions.flatMap(({ artifact }, index) =>
    artifact === '' ? [fault(['versions', index, 'artifact'], 'Choose the artifact that holds it.')] : [],
  );
  return [...checkText(name), ...missing];
}

function checkEntrypoint(content: EntrypointContent): readonly FieldFault[] {
  const { parameters, artifactParameters } = content;
  const names = parameters.flatMap(({ name }, index) => checkText(name, ['parameters', index, 'name']));
  const defaults = parameters.flatMap(({ type, defaultValue }, index) => {
    if (defaultValue === null) return [];
    const reply = coerceParameter(type, defaultValue);
    return 'fault' in reply
      ? [fault(['parameters', index, 'defaultValue'], `${reply.fault.message} ${reply.fault.remedy}`)]
      : [];
  });
  const artifacts = artifactParameters.flatMap(({ name, outputs }, index) => {
    const path = ['artifactParameters', index];
    const empty = outputs.length === 0 ? [fault([...path, 'outputs'], 'It needs at least one output.')] : [];
    return [...checkIdentifier(name, [...path, 'name']), ...empty, ...checkOutputs(outputs, path)];
  });
  return [
    ...checkText(content.name),
    ...names,
    ...defaults,
    ...checkUnique(parameters, ['parameters']),
    ...artifacts,
    ...checkUnique(artifactParameters, ['artifactParameters']),
  ];
}

function checkOutputs(outputs: readonly TaskOutput[], path: FieldFault['path']): readonly FieldFault[] {
  const each = outputs.flatMap(({ name, type }, index) => {
    const at = [...path, 'outputs', index];
    const typed = type === '' ? [fault([...at, 'type'], 'Choose its type.')] : [];
    return [...checkIdentifier(name, [...at, 'name']), ...typed];
  });
  return [...each, ...checkUnique(outputs, [...path, 'outputs'])];
}

function checkPlugin({ name, files }: PluginContent): readonly FieldFault[] {
  const named = files.map((file) => ({ name: file.filename }));
  return [
    ...checkIdentifier(name),
    ...files.flatMap((file, index) => checkFile(file, ['files', index])),
    ...checkUnique(named, ['files'], 'filename'),
  ];
}

function checkFile(file: PluginFile, path: FieldFault['path']): readonly FieldFault[] {
  const { filename, functions, artifacts } = file;
  const wrong = isFilename(filename, PLUGIN_EXTENSIONS)
    ? []
    : [
        fault(
          [...path, 'filename'],
          `“${filename}” cannot be a file here. Use letters, digits and underscores, and one of .ts, .js, .py, .json, .md and .txt at the end.`,
        ),
      ];
  const tasks = functions.flatMap((task, index) => {
    const at = [...path, 'functions', index];
    const inputs = task.inputs.flatMap((input, place) => [
      ...checkIdentifier(input.name, [...at, 'inputs', place, 'name']),
      ...(input.type === '' ? [fault([...at, 'inputs', place, 'type'], 'Choose its type.')] : []),
    ]);
    return [
      ...checkIdentifier(task.name, [...at, 'name']),
      ...inputs,
      ...checkUnique(task.inputs, [...at, 'inputs']),
      ...checkOutputs(task.outputs, at),
    ];
  });
  const savers = artifacts.flatMap((task, index) => {
    const at = [...path, 'artifacts', index];
    return [...checkIdentifier(task.name, [...at, 'name']), ...checkOutputs(task.outputs, at)];
  });
  const twice = checkUnique([...functions, ...artifacts], []).map(({ path: [place], message }) => {
    const index = place as number;
    const at = index < functions.length ? ['functions', index] : ['artifacts', index - functions.length];
    return fault([...path, ...at, 'name'], message);
  });
  return [...wrong, ...tasks, ...savers, ...twice];
}
