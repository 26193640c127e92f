/** The bundled plugins against their own registration: the text says what is registered, or what is told here. */
import { describe, expect, test } from 'vitest';
import { analysePlugin } from '#source/analysis/analyse-file.ts';
import type { TaskComparison } from '#core/plugin/comparison.ts';
import { compareTasks } from '#source/analysis/compare-tasks.ts';
import { readSuites } from '../../plugins/entrypoints.ts';

const suites = readSuites();
const known = new Map(suites.types.map(({ name, structure }) => [name, structure]));
const plugins = [...new Map(suites.plugins.map((plugin) => [plugin.name, plugin])).values()];

/** `differs`: the text is stricter than the reference's types, which the registration keeps. */
const WISHES: Readonly<Record<string, string>> = {
  'load_dataset_from_tfds outputs':
    'a part that the split does not name is null, which the reference does not say',
  'create_model input-type metrics': 'a metric is more than any options: it has a name',
  'train_model input-type callbacks': 'a callback is more than any options: it has a name',
  'evaluate_predictions input-type metrics': 'a metric is more than any options: it has a name',
  'compare_datasets input-type cases':
    'a case is more than any options: it has an attack, a defence and a data set',
  'compare_datasets input-type metrics': 'a metric is more than any options: it has a name',
  'attack_direction input-type label':
    'the label is a number or null; any also takes what choose_digit gives',
};

/** What is registered works, and is called otherwise or is wider on purpose. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'RobustnessReportArtifactTask outputs': 'the interface is called Report',
  'evaluate_robustness outputs': 'the interface is called Report',
  'choose_digit outputs': 'the label is a number or null',
  'apply_adversarial_patch input-type patch': 'a tensor is taken too',
  'collect_studio input-type patch': 'a tensor is taken too',
};

/** Exported for tests and scripts alone, and so taken for tasks. */
const LIKELY = ['packWeights', 'quantisationTable'];

const named = ({ name, changes }: TaskComparison, works: boolean) =>
  changes.flatMap((change) => {
    if (('works' in change && change.works) !== works) return [];
    return [
      `${name} ${change.what}${'input' in change && typeof change.input === 'string' ? ` ${change.input}` : ''}`,
    ];
  });

describe('the bundled plugins', () => {
  const found = plugins.flatMap(({ files }) => {
    const analyses = analysePlugin(files, known);
    return files.map((file, i) => ({
      file,
      analysis: analyses[i]!,
      comparisons: compareTasks(file, analyses[i]!, known),
    }));
  });
  const all = found.flatMap(({ comparisons }) => comparisons);
  const old = all.filter(({ standing }) => standing !== 'new');

  test('every registered task is found', () => {
    const registered = plugins.flatMap(({ files }) =>
      files.flatMap((file) => [...file.functions, ...file.artifacts]),
    );
    expect(old.map(({ name }) => name).toSorted()).toEqual(registered.map(({ name }) => name).toSorted());
    expect(old.filter(({ standing }) => standing === 'gone' || standing === 'unclear')).toEqual([]);
  });

  test('each is registered as the text has it, but for these', () => {
    expect(old.flatMap((task) => named(task, false)).toSorted()).toEqual(Object.keys(WISHES).toSorted());
    expect(old.flatMap((task) => named(task, true)).toSorted()).toEqual(Object.keys(OTHERWISE).toSorted());
  });

  test('functions that only other files need are not offered as tasks', () => {
    const fresh = all.filter(({ standing }) => standing === 'new');
    expect(
      fresh
        .filter(({ offered }) => offered)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(LIKELY.toSorted());
    expect(fresh.length).toBeGreaterThan(15);
  });

  test('every file can be read, and nothing registered is without a type', () => {
    expect(found.filter(({ analysis }) => !analysis.readable)).toEqual([]);
    expect(found.flatMap(({ analysis }) => analysis.issues)).toEqual([]);
  });

  test('every task and every input has its description', () => {
    for (const { analysed, name } of old) {
      expect([name, analysed?.description]).not.toEqual([name, '']);
      const inputs = analysed && 'inputs' in analysed ? analysed.inputs : [];
      expect(inputs.filter(({ description }) => description === '')).toEqual([]);
    }
  });
});
