/** Mistakes in the text of plugins: each code with its sentence and its remedy. */
import type { Issue, Range, Severity } from '#core/issues.ts';

interface Sentence {
  readonly message: (subject: string, other: string) => string;
  readonly remedy: string;
  readonly severity?: Severity;
}

const SENTENCES = {
  'source-syntax': {
    message: (what) => what,
    remedy: 'Mend the syntax at this place.',
  },
  'import-refused': {
    message: (specifier) => `"${specifier}" cannot be imported here.`,
    remedy:
      "A plugin imports from 'alidade/sdk', from '@tensorflow/tfjs', and from files of its own by './name.ts'.",
  },
  'import-unknown-file': {
    message: (specifier) => `The plugin has no file that "${specifier}" names.`,
    remedy: 'Name a file of this plugin, by its path from the file that imports it.',
  },
  'import-computed': {
    message: () => 'The address of this import is computed.',
    remedy: 'Write the address as a plain text, so that it can be checked before anything runs.',
  },
  'import-cycle': {
    message: (files) => `These files import each other in a circle: ${files}.`,
    remedy: 'Move what they share into a file that imports none of them.',
  },
  'export-missing': {
    message: (name, from) => `"${from}" exports no "${name}".`,
    remedy: "Check the name; what is only a type is imported with 'import type'.",
  },
  'file-twice': {
    message: (file, other) => `${file} and ${other} would be the same module.`,
    remedy: 'Keep one of the two, or rename it.',
  },
  'task-missing': {
    message: (name, file) => `${file} exports no "${name}", which is registered as a task.`,
    remedy: 'Export it under this very name, or take the task out of the registration.',
  },
  'task-not-a-function': {
    message: (name) => `"${name}" is registered as a function task and is not a function.`,
    remedy: 'Export a function, or register it as an artifact task.',
  },
  'artifact-task-is-a-function': {
    message: (name) => `"${name}" is registered as an artifact task and is a function.`,
    remedy: 'Export an object with the functions serialize and deserialize.',
  },
  'task-parameters-differ': {
    message: (registered, written) =>
      `The registered inputs (${registered}) are not the function's parameters (${written}).`,
    remedy: 'Inputs go to parameters by position, so give both the same names in the same order.',
  },
  'task-input-needed': {
    message: (name) =>
      `The input "${name}" is registered as not required, and the function has no default for it.`,
    remedy: 'Give the parameter a default, or register the input as required.',
    severity: 'WARNING',
  },
  'file-not-run': {
    message: (file) => `${file} is not TypeScript or JavaScript, so its tasks cannot run here.`,
    remedy: 'Write the task in a .ts or .js file.',
    severity: 'WARNING',
  },
  'source-too-long': {
    message: (file) => `${file} is too long, or nests too deep, to be searched for tasks.`,
    remedy: 'Keep data in a file of its own, and the tasks in a shorter one.',
    severity: 'WARNING',
  },
  'task-name': {
    message: (name) => `"${name}" cannot be the name of a task.`,
    remedy: 'Use letters, digits and underscores, no digit first, and more than an underscore.',
    severity: 'WARNING',
  },
  'input-name': {
    message: (name, task) => `"${name}" cannot be the name of an input, so ${task} cannot be registered.`,
    remedy: 'Use letters, digits and underscores, no digit first, and more than an underscore.',
    severity: 'WARNING',
  },
  'rest-is-no-input': {
    message: (task) => `What ${task} takes as the rest of its arguments is no input.`,
    remedy: 'Take a list as one parameter.',
    severity: 'WARNING',
  },
  'input-without-type': {
    message: (name, task) => `The input ${name} of ${task} says no type.`,
    remedy: 'Write a type beside it, or @param {type} in the comment; until then it takes anything.',
    severity: 'WARNING',
  },
  'return-without-type': {
    message: (task) => `${task} does not say what it returns.`,
    remedy: 'Write the type that it returns, or @returns {type} in the comment; until then it is any value.',
    severity: 'WARNING',
  },
  'type-not-mapped': {
    message: (type, what) => `No parameter type says "${type}", the type of ${what}.`,
    remedy:
      'Write it with data (texts, numbers, lists, objects), or give it a name; until then it is any value.',
    severity: 'WARNING',
  },
  'generator-task': {
    message: (name) => `${name} gives its values one after the other, which no step waits for.`,
    remedy: 'Return a list or a tuple.',
    severity: 'WARNING',
  },
} as const satisfies Record<string, Sentence>;

export type SourceCode = keyof typeof SENTENCES;

/** Makes an issue of a file; `about` fills its sentence. */
export function sourceIssue(
  code: SourceCode,
  file: string,
  range: Range | undefined,
  about: readonly [string?, string?] = [],
): Issue {
  const { message, remedy, severity = 'ERROR' }: Sentence = SENTENCES[code];
  const [subject = '', other = ''] = about;
  return {
    code,
    type: 'SOURCE',
    severity,
    message: message(subject, other),
    remedy,
    path: [file],
    document: file,
    ...(range ? { range } : {}),
  };
}
