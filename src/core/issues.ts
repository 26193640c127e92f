/** An author's mistake as data: every code, its sentence and its remedy. Issues are collected and shown, never thrown. */

/** Where a fault lies in the reference's terms; SOURCE is plugin code, IMPORT a resource file. */
export type IssueType = 'SYNTAX' | 'SCHEMA' | 'SEMANTIC' | 'TYPE' | 'SOURCE' | 'IMPORT';

export type Severity = 'ERROR' | 'WARNING';

/** A place in a text: `offset` counts UTF-16 units from 0, `line` and `column` count from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Issue {
  /** Stable and kebab-case, such as `unknown-task`. */
  readonly code: string;
  readonly type: IssueType;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly remedy: string;
  /** Keys and indexes from the root of the document to the fault. */
  readonly path: readonly (string | number)[];
  /** Absent where the document has no text of its own. */
  readonly range?: Range;
  /** The document or file: `task graph`, `artifact graph`, `parameters`, or a plugin's file name. */
  readonly document?: string;
}

/** Where an issue points to: an issue without its kind and words. */
export type At = Pick<Issue, 'path' | 'range' | 'document'>;

/** The words of one kind of issue; `{slot}` is filled in where it is raised. */
export interface IssueKind {
  readonly type: IssueType;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
}

function kind<const M extends string, const R extends string>(type: IssueType, message: M, remedy: R) {
  return { type, severity: 'ERROR', message, remedy } as const;
}

function warning<const M extends string, const R extends string>(type: IssueType, message: M, remedy: R) {
  return { type, severity: 'WARNING', message, remedy } as const;
}

/** Every code that a graph, its parameters, types and tasks can give rise to. */
export const ISSUE_KINDS = {
  // The text is not YAML 1.1.
  'yaml-indentation': kind(
    'SYNTAX',
    '{detail}.',
    'Indent lines that belong together by the same number of spaces.',
  ),
  'yaml-tab': kind('SYNTAX', 'A tab stands where only spaces may.', 'Replace the tab by spaces.'),
  'yaml-nesting': kind(
    'SYNTAX',
    '{detail}.',
    'Put the inner part on lines of its own, indented, or put it in quotes if it is text.',
  ),
  'yaml-missing': kind('SYNTAX', '{detail}.', 'Add what is missing, or put the text in quotes.'),
  'yaml-escape': kind(
    'SYNTAX',
    '{detail}.',
    'Use single quotes for text with backslashes, or double each backslash.',
  ),
  'yaml-quotes-needed': kind('SYNTAX', '{detail}.', 'Put the text in quotes.'),
  'yaml-anchor': kind('SYNTAX', '{detail}.', 'Set each anchor once, before the aliases that repeat it.'),
  'yaml-tag': kind(
    'SYNTAX',
    '{detail}.',
    'Leave the tag out, or use one of the standard ones, such as !!str.',
  ),
  'yaml-unexpected': kind(
    'SYNTAX',
    '{detail}.',
    'Check brackets, commas, colons and quotes here and on the line before.',
  ),
  'yaml-second-document': kind(
    'SYNTAX',
    'A second document begins here.',
    'Remove the line of dashes, or keep the documents apart.',
  ),
  'yaml-character': kind(
    'SYNTAX',
    'The character {code} is not allowed in YAML.',
    'Remove it, or write it as an escape inside double quotes.',
  ),
  'yaml-key-kind': kind(
    'SYNTAX',
    'A {kind} cannot be a key.',
    'Use a text, number, boolean or null as the key.',
  ),
  'yaml-merge': kind(
    'SYNTAX',
    'Only a mapping, or a list of mappings, can be merged in.',
    'Let "<<" name a mapping, such as *base.',
  ),
  'yaml-malformed': kind(
    'SYNTAX',
    '"{text}" looks like a number, a date or bytes but is none.',
    'Put it in quotes if it is text, or correct it.',
  ),
  'yaml-reserved': kind(
    'SYNTAX',
    '"{text}" has a meaning of its own in YAML.',
    'Put it in quotes if it is text.',
  ),
  'yaml-too-deep': kind(
    'SYNTAX',
    'The nesting is too deep to be read.',
    'Use fewer levels of brackets or indentation.',
  ),
  'yaml-too-many-aliases': kind(
    'SYNTAX',
    'The aliases unfold to more values than can be held.',
    'Repeat fewer anchors inside one another.',
  ),
  'yaml-duplicate-key': warning(
    'SYNTAX',
    'The key "{key}" is given twice; the last one counts.',
    'Remove or rename one of them.',
  ),

  // The description does not have the form that is asked for.
  'no-steps': kind(
    'SCHEMA',
    'There are no steps.',
    'Write at least one step, such as "greeting: {hello: []}".',
  ),
  'no-tasks': kind(
    'SCHEMA',
    'There are no tasks that a step could call.',
    'Attach a plugin with at least one function task.',
  ),
  'wrong-form': kind('SCHEMA', '{what} must be {expected}, not {found}.', '{advice}'),
  'missing-key': kind('SCHEMA', '{what} lacks "{key}".', 'Add "{key}:" with {expected}.'),
  'unknown-key': kind('SCHEMA', '{what} may not have "{key}".', '{hint}Allowed here: {allowed}.'),
  'map-default': kind(
    'SCHEMA',
    'The parameter "{name}" has neither "type" nor "default".',
    'Wrap a default that is a mapping: "{name}: {default: …}".',
  ),
  'type-forms': kind(
    'SCHEMA',
    '{what} has more than one form: {forms}.',
    'Keep one of them; name the other as a type of its own.',
  ),
  'mapping-parts': kind(
    'SCHEMA',
    '{what} has {count} parts instead of a key type and a value type.',
    'Write "mapping: [string, integer]" for example.',
  ),
  'plugin-too-short': kind(
    'SCHEMA',
    'The plugin of task "{task}" is too short: "{plugin}".',
    'Name it as package.module.function.',
  ),
  'step-empty': kind(
    'SCHEMA',
    'Step "{step}" calls no task.',
    'Write the name of a task and its arguments, such as "hello: []".',
  ),
  'step-keys': kind(
    'SCHEMA',
    'Step "{step}" has {count} keys; a task and "dependencies" are all it can have.',
    'Indent the arguments under the task, or use the form with "task", "args" and "kwargs".',
  ),
  'step-forms': kind(
    'SCHEMA',
    'Step "{step}" has the keys {keys}, one with arguments by position and one by name.',
    'Keep one task a step, and indent arguments under it.',
  ),
  'unknown-artifact-task': kind(
    'SCHEMA',
    'There is no artifact task "{task}".',
    '{hint}Attach the plugin that has it.',
  ),
  'artifact-argument': kind(
    'SCHEMA',
    'The argument "{name}" of artifact task "{task}" {problem}.',
    'Give a value that the task accepts.',
  ),

  // The parts do not fit together.
  'name-not-text': kind(
    'SEMANTIC',
    'The {what} name {name} is not text but {kind}.',
    'Put the name in quotes, or choose another.',
  ),
  'name-blank': kind('SEMANTIC', 'A {what} name is blank.', 'Give it a name.'),
  'name-dot': kind(
    'SEMANTIC',
    'The {what} name "{name}" has a dot, so "${name}" would mean an output.',
    'Use an underscore instead of the dot.',
  ),
  'repeated-input': kind(
    'SEMANTIC',
    'Task "{task}" has the input "{name}" twice.',
    'Rename one of them in the plugin.',
  ),
  'repeated-output': kind(
    'SEMANTIC',
    'Task "{task}" has the output "{name}" twice.',
    'Rename one of them in the plugin.',
  ),
  'unknown-task-type': kind(
    'SEMANTIC',
    'Task "{task}": the {direction} "{name}" is of type "{type}", which is not defined.',
    '{hint}Define the type, or choose another in the plugin.',
  ),
  'plugin-without-dot': kind(
    'SEMANTIC',
    'The plugin of task "{task}" has no dot: "{plugin}".',
    'Name it as package.module.function.',
  ),
  'plugin-empty-part': kind(
    'SEMANTIC',
    'The plugin of task "{task}" has an empty part: "{plugin}".',
    'Remove the dot that has nothing beside it.',
  ),
  'step-two-tasks': kind(
    'SEMANTIC',
    'Step "{step}" has two keys, {keys}, and neither is "dependencies".',
    'Make two steps of it, or indent arguments under the task.',
  ),
  'name-collision': kind(
    'SEMANTIC',
    'A step and a parameter are both called "{name}".',
    'Rename one of them, so that "${name}" can mean only one thing.',
  ),
  'unknown-task': kind(
    'SEMANTIC',
    'Step "{step}" calls the task "{task}", which no attached plugin has.',
    '{hint}Attach the plugin that has it, or correct the name.',
  ),
  'too-many-arguments': kind(
    'SEMANTIC',
    'Step "{step}" gives {given} arguments by position, but task "{task}" takes {taken}.',
    '{advice}',
  ),
  'unknown-argument': kind('SEMANTIC', 'Task "{task}" has no input "{name}".', '{hint}Its inputs: {inputs}.'),
  'argument-twice': kind(
    'SEMANTIC',
    'The input "{name}" of task "{task}" is given by position and by name.',
    'Remove one of the two.',
  ),
  'missing-argument': kind(
    'SEMANTIC',
    'Step "{step}" does not give "{name}", which task "{task}" needs.',
    'Add "{name}: …".',
  ),
  'unknown-reference': kind(
    'SEMANTIC',
    'Nothing is called "{name}", which "{reference}" refers to.',
    '{hint}Name a parameter, a step or an artifact, or write "{escaped}" for plain text.',
  ),
  'no-output': kind(
    'SEMANTIC',
    '"{reference}" refers to {what} "{name}", which has no output.',
    'Refer to a step whose task declares an output, or use "dependencies" for order alone.',
  ),
  'output-needed': kind(
    'SEMANTIC',
    '"{reference}" does not say which output of "{name}" it means.',
    'Write one of {choices}.',
  ),
  'unknown-output': kind('SEMANTIC', 'There is no output "{output}" of "{name}".', '{hint}{choices}'),
  'parameter-output': kind(
    'SEMANTIC',
    '"{reference}" asks for an output of "{name}", but that is a parameter.',
    'Write "${name}".',
  ),
  'unknown-dependency': kind(
    'SEMANTIC',
    'Step "{step}" depends on "{name}", which is no step.',
    '{hint}Name a step, without a dollar sign.',
  ),
  'step-cycle': kind(
    'SEMANTIC',
    'Steps wait for each other in a circle: {cycle}.',
    'Remove one of these references or dependencies.',
  ),
  'unknown-parameter-type': kind(
    'SEMANTIC',
    'The parameter "{name}" is of type "{type}", which is not defined.',
    '{hint}Define the type, or choose another.',
  ),
  'unknown-artifact-type': kind(
    'SEMANTIC',
    'The output "{output}" of artifact "{name}" is of type "{type}", which is not defined.',
    '{hint}Define the type, or choose another.',
  ),
  'unknown-type': kind(
    'SEMANTIC',
    'The type "{name}" refers to "{type}", which is not defined.',
    '{hint}Define the type, or choose another.',
  ),
  'type-cycle': kind(
    'SEMANTIC',
    'Types are defined by each other in a circle: {cycle}.',
    'Break the circle with a simple type.',
  ),
  'builtin-type': kind(
    'SEMANTIC',
    '"{name}" is a built-in type and cannot be defined anew.',
    'Choose another name.',
  ),
  'key-type': kind(
    'SEMANTIC',
    'The keys of {what} are of type {type}; only string and integer can be keys.',
    'Use string or integer as the key type.',
  ),
  'supertype-form': kind(
    'SEMANTIC',
    'The type "{name}" is a kind of "{type}", which is not a simple type.',
    'Let "is_a" name a simple type.',
  ),
  'empty-union': kind('SEMANTIC', '{what} contains a union without members.', 'Name at least one member.'),
  'duplicate-member': warning(
    'SEMANTIC',
    'The union "{name}" has the member {type} more than once.',
    'Remove the repetition.',
  ),
  'ambiguous-task': warning(
    'SEMANTIC',
    'The task "{task}" is in {places}; the last one counts.',
    'Detach all but one of these plugins, or rename a task.',
  ),

  // The types do not fit.
  'parameter-text': kind('TYPE', '"{text}" is not {expected}.', '{advice}'),
  'parameter-default': kind(
    'TYPE',
    'The default of parameter "{name}" is {found}, which does not fit its type {type}.',
    'Change the default or the type.',
  ),
  'argument-type': kind(
    'TYPE',
    'The input "{input}" of task "{task}" wants {wanted}, but gets {found}.',
    '{advice}',
  ),
} as const satisfies Record<string, IssueKind>;

export type IssueCode = keyof typeof ISSUE_KINDS;

/** The names in braces of a sentence; `{default: …}` with anything but a name inside is plain text. */
type Slots<T extends string> = T extends `${string}{${infer Slot}}${infer Rest}`
  ? NameIn<Slot> | Slots<Rest>
  : never;
type NameIn<T extends string> = T extends `${string}${' ' | ':' | '…' | '['}${string}` ? never : T;

export type IssueSlots<C extends IssueCode> = Readonly<
  Record<
    Slots<(typeof ISSUE_KINDS)[C]['message']> | Slots<(typeof ISSUE_KINDS)[C]['remedy']>,
    string | number
  >
>;

/** An issue of the catalogue, its sentences filled in. */
export function issue<C extends IssueCode>(code: C, slots: IssueSlots<C>, at: At): Issue {
  const { type, severity, message, remedy } = ISSUE_KINDS[code];
  return { code, type, severity, message: fill(message, slots), remedy: fill(remedy, slots), ...at };
}

function fill(sentence: string, slots: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, slot: string) => String(slots[slot] ?? whole));
}

/** Whether any of the issues forbids to run. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((found) => found.severity === 'ERROR');
}
