/** The docstring of every task of the laboratory has its parts: threat model, paper, shapes, whose defaults, what throws. */
import { parse } from '@babel/parser';
import { describe, expect, test } from 'vitest';
import { readSuites } from './entrypoints.ts';

const LABORATORY = ['evasion', 'black_box', 'defences', 'doctor', 'explanations', 'landscape', 'robustness'];
/** Of the reference's suite, what attacks, defends and measures; the rest loads and trains. */
const REFERENCE = ['attacks.ts', 'defenses.ts', 'comparison.ts'];

/** Attacks on images, chance as their baseline among them. */
const isAttack = (name: string): boolean =>
  /^(attack_(?!direction)|transfer_attack|worst_case|add_random_|create_adversarial|apply_adversarial|fast_grad|carlini)/.test(
    name,
  );
const isDefence = (name: string, plugin: string): boolean =>
  plugin === 'defences' || name === 'preprocessing';

/** What no paper proposed. */
const WITHOUT_PAPER: Readonly<Record<string, string>> = {
  train_classifier: 'plain training',
  load_pretrained_model: 'reads weights that come with the app',
  evaluate_robustness: 'counts',
  evaluate_defence: 'counts',
  confusion_by_epsilon: 'counts',
  compare_datasets: 'counts',
  collect_images: 'shows images',
  collect_confusions: 'shows counts',
  collect_defences: 'counts',
  collect_explanations: 'sets maps side by side',
  select_round: 'hands images on',
  join_rounds: 'hands images on',
  choose_digit: 'picks a digit',
  read_digit: 'reads a digit',
  shift_digit: 'moves a digit',
  noise_direction: 'draws signs',
};

/** How much is looked at, and 1 where nothing is averaged or tried again: no technique's defaults. */
const PLAIN = ['count', 'index', 'eot', 'restarts'];

interface Task {
  readonly plugin: string;
  readonly name: string;
  readonly doc: string;
  readonly body: string;
  /** Inputs with a default that is a number or a list of numbers. */
  readonly numbers: readonly string[];
}

const tasks = readSuites()
  .plugins.filter(({ name }) => LABORATORY.includes(name) || name === 'dioptra_optic')
  .flatMap(({ name: plugin, files }) =>
    files
      .filter(({ filename }) => plugin !== 'dioptra_optic' || REFERENCE.includes(filename))
      .flatMap(({ contents, functions }) =>
        functions.map(({ name }): Task => ({ plugin, name, ...readTask(contents, name) })),
      ),
  );

function readTask(source: string, name: string): Pick<Task, 'doc' | 'body' | 'numbers'> {
  const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const { declaration, leadingComments } = statement;
    if (declaration?.type !== 'FunctionDeclaration' || declaration.id?.name !== name) continue;
    const numbers = declaration.params.flatMap((param) => {
      if (param.type !== 'AssignmentPattern' || param.left.type !== 'Identifier') return [];
      const { right } = param;
      const told =
        right.type === 'NumericLiteral' || (right.type === 'ArrayExpression' && right.elements.length > 0);
      return told ? [param.left.name] : [];
    });
    const doc = (leadingComments?.at(-1)?.value ?? '').replaceAll(/^\s*\* ?/gm, '');
    return { doc, numbers, body: source.slice(declaration.body.start!, declaration.body.end!) };
  }
  throw new Error(`${name} is not exported.`);
}

const each = (wanted: (task: Task) => boolean) =>
  tasks.filter(wanted).map((task) => [`${task.plugin} ${task.name}`, task] as const);

test('there are tasks to look at', () => expect(tasks.length).toBeGreaterThan(45));

describe('a threat model: what the attacker sees, may change and tries', () => {
  test.each(each(({ name, plugin }) => isAttack(name) || isDefence(name, plugin)))('%s', (_, { doc }) => {
    expect(doc).toMatch(/^Threat( model)?\b[^:\n]*:/m);
  });
});

describe('a paper', () => {
  test.each(each(({ name }) => !(name in WITHOUT_PAPER)))('%s', (_, { doc }) => {
    expect(doc).toMatch(/arXiv:\d{4}\.\d{4,5}|doi:10\.\d{4,}\//);
  });
});

describe('shapes of what goes in', () => {
  test.each(each(({ doc }) => /@param (model|dataset|digit|images)\b/.test(doc)))('%s', (_, { doc }) => {
    expect(doc).toMatch(/\[(n|m|1), (height, width|h, w)/);
  });
});

describe('what throws, where arguments are checked', () => {
  const checks = /\bthrow\b|\b(check[A-Z]|parse[A-Z]|openSubjects|takeSubjects)\w*\(/;
  test.each(each(({ body }) => checks.test(body)))('%s', (_, { doc }) => {
    expect(doc).toMatch(/^@throws \S/m);
  });
});

describe('whose the defaults are', () => {
  test.each(each(({ numbers }) => numbers.some((name) => !PLAIN.includes(name))))(
    '%s',
    (_, { doc, numbers }) => {
      const silent = numbers.filter((name) => !PLAIN.includes(name) && !isAttributed(doc, name));
      expect(silent).toEqual([]);
    },
  );
});

/** The sentence on an input says whose its default is, or one on defaults names it. */
function isAttributed(doc: string, name: string): boolean {
  const whose = /\bours\b|'s?\b|\btheirs\b|\bthe paper\b|\bauthors\b|\bthe reference\b|\btoolbox\b/;
  const own = new RegExp(`@param ${name}\\b([^@]*)`).exec(doc)?.[1] ?? '';
  if (whose.test(own)) return true;
  const defaults = /\bDefaults?:[^@]*/.exec(doc)?.[0] ?? '';
  const called = { epsilons: 'ε', eps: 'eps|ε' }[name] ?? name.replaceAll('_', '[_ ]');
  return (
    whose.test(defaults) && new RegExp(`(?<!\\w)(${name}|${called}|all|the others)(?!\\w)`).test(defaults)
  );
}
