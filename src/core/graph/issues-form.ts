/** What can be wrong with the form of a description. */
import { kind, type IssueKind } from '#core/issue-kind.ts';

/** All of type SCHEMA; while there is one, nothing else is reported. */
export const FORM_ISSUES = {
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
} as const satisfies Record<string, IssueKind>;
