/** What can be wrong with how the parts of a description fit together, and with their types. */
import { kind, warning, type IssueKind } from '#core/issue-kind.ts';

/** Of type SEMANTIC and, where nothing of that kind is wrong, of type TYPE. */
export const MEANING_ISSUES = {
  'name-not-text': kind(
    'SEMANTIC',
    'The {what} name {name} is read as {kind}, not as text.',
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
    'Task "{task}" takes {taken}, but step "{step}" gives it {given} by position.',
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
