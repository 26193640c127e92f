/** What the bundled tasks say that their inputs may be: said of all that counts, true of all defaults, and kept to. */
import { beforeAll, expect, test } from 'vitest';
import { coerceParameter } from '#core/graph/coerce.ts';
import { checkDomains, domainKey, namesOf } from '#core/job/check-domains.ts';
import { readDomain } from '#core/plugin/domain.ts';
import type { Dataset } from '#sdk';
import { analysePlugin } from '#source/analysis/analyse-file.ts';
import { attack_square } from '../../plugins/black_box/square.ts';
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import { create_model } from '../../plugins/dioptra_optic/models.ts';
import { augment_gaussian } from '../../plugins/defences/gaussian.ts';
import { smooth_randomly } from '../../plugins/defences/smoothing.ts';
import { attack_apgd } from '../../plugins/evasion/apgd.ts';
import { attack_carlini_l2 } from '../../plugins/evasion/carlini.ts';
import { attack_pgd } from '../../plugins/evasion/pgd.ts';
import { train_classifier } from '../../plugins/robustness/train.ts';
import { useBackend } from './backend.ts';
import { bundledData, compileBundled, findEntrypoint, readSuites } from './entrypoints.ts';
import { listen } from './step-context.ts';

const suites = readSuites();
const inputs = suites.plugins.flatMap(({ name: plugin, files }) =>
  analysePlugin(files, new Map()).flatMap(({ filename: file, functions }) =>
    functions.flatMap(({ name, inputs: all }) =>
      all.map((input) => ({ task: { plugin, file, name }, input: input.name, said: input.description })),
    ),
  ),
);
const registered = new Set(
  suites.plugins.flatMap(({ name, files }) =>
    files.flatMap(({ functions }) => functions.map((task) => `${name} ${task.name}`)),
  ),
);
const domains = new Map(
  inputs.flatMap(({ task, input, said }) => {
    const domain = readDomain(said);
    return domain ? [[domainKey(task, input), domain] as const] : [];
  }),
);

/** Whose comment tells more than a range, or that take what others refuse. */
const UNBOUNDED = [
  /^explanations .* count$/,
  /^robustness collect_images count$/,
  /^evasion attack_(deepfool|carlini_l2) epsilons$/,
];

test('a range is read of all that counts', () => {
  expect(domains.size).toBeGreaterThan(100);
  const counting = /^(count|iterations|epochs|batch_size|searches|restarts|eot|sigma|epsilons)$/;
  const silent = inputs
    .filter(({ task, input }) => registered.has(`${task.plugin} ${task.name}`) && counting.test(input))
    .filter(({ task, input }) => !domains.has(domainKey(task, input)))
    .map(({ task, input }) => `${task.plugin} ${task.name} ${input}`);
  expect(silent.filter((name) => !UNBOUNDED.some((pattern) => pattern.test(name)))).toEqual([]);
});

const planOf = (name: string) => compileBundled(suites, findEntrypoint(suites, name)).plan!;

test.each(suites.entrypoints.map(({ name }) => name))('every default of %s may be right', (name) => {
  const { parameters } = findEntrypoint(suites, name);
  const known = parameters.flatMap(({ name: one, type, defaultValue }) => {
    const read = defaultValue === null ? null : coerceParameter(type, defaultValue);
    return read && 'value' in read ? [[one, [read.value]] as const] : [];
  });
  expect(checkDomains({ ...planOf(name), domains }, Object.fromEntries(known))).toEqual([]);
});

test('Attack × defence offers its attacks and its defences', () => {
  const names = namesOf({ ...planOf('Attack × defence'), domains });
  expect(names.attack).toContain('apgd_ce');
  expect(names.defence).toEqual(['none', 'squeezing', 'median', 'jpeg', 'gaussian', 'smoothing']);
});

let digits: Dataset;
beforeAll(async () => {
  await useBackend('wasm');
  listen(0, { mnist: bundledData('mnist')! });
  const [, , few] = await load_dataset_from_tfds('mnist', { test: 'test[:2]' }, null, true, null, 2);
  digits = few!;
});
const refuse = async (run: () => unknown): Promise<boolean> => {
  try {
    await run();
    return false;
  } catch (error) {
    return error instanceof RangeError;
  }
};

test('what lies outside a range is refused by the task as well', async () => {
  const model = create_model('PoolFree', digits);
  const wrong: Readonly<Record<string, () => unknown>> = {
    'pgd epsilons': () => attack_pgd(model, digits, []),
    'pgd iterations': () => attack_pgd(model, digits, [0.1], 0),
    'pgd count': () => attack_pgd(model, digits, [0.1], 1, 0),
    'pgd restarts': () => attack_pgd(model, digits, [0.1], 1, 2, 'inf', 0),
    'pgd eot': () => attack_pgd(model, digits, [0.1], 1, 2, 'inf', 1, 'margin', null, true, false, 0),
    'apgd epsilon': () => attack_apgd(model, digits, [0]),
    'carlini searches': () => attack_carlini_l2(model, digits, 1, 0),
    'square count': () => attack_square(model, digits, 'inf', [0.1], 1, 0.8, 0),
    'noise sigma': () => augment_gaussian(model, -1),
    'smoothing sigma': () => smooth_randomly(model, 0),
    epochs: () => train_classifier(model, digits, 0),
    'learning rate': () => train_classifier(model, digits, 1, 0),
  };
  const taken: string[] = [];
  for (const [name, run] of Object.entries(wrong)) if (!(await refuse(run))) taken.push(name);
  expect(taken).toEqual([]);
});
