// Measures a reference model as it is shipped: counts of test digits, by the same tasks that a graph has.
import { SEED } from './recipes.mjs';
import { loadDigits } from './train.mjs';

/** @typedef {import('./train.mjs').Tools} Tools */
/** @typedef {import('./recipes.mjs').Recipe} Recipe */
/** @typedef {import('./recipes.mjs').Attack} Attack */

/** All figures of the index. @param {Recipe} recipe @param {Tools} tools */
export async function measureModel(recipe, tools) {
  const { attacks, certificates } = recipe;
  return {
    ...(await measure(recipe, tools, attacks, certificates)),
    sample: await measureSample(recipe, tools),
  };
}

/** Those that take a second or two. @param {Recipe} recipe @param {Tools} tools */
export function measureSample(recipe, tools) {
  return measure(recipe, tools, recipe.sample, recipe.sampleCertificates);
}

/** @param {Recipe} recipe @param {Tools} tools @param {Attack[]} attacks @param {Recipe['certificates']} certificates */
async function measure(recipe, tools, attacks, certificates) {
  const { load, runStep } = tools;
  const { create_model } = await load('plugins/dioptra_optic/models.ts');
  const { load_pretrained_model } = await load('plugins/robustness/pretrained.ts');
  const { evaluate_robustness } = await load('plugins/robustness/evaluate.ts');
  const [, , test] = await loadDigits({ ...recipe, split: { test: recipe.split.test ?? 'test' } }, tools);
  const network = await runStep('network', SEED, () => create_model(recipe.network, test));
  const model = await runStep('model', SEED, () => load_pretrained_model(network, recipe.name));
  const curves = [];
  let clean = { correct: 0, count: 0 };
  for (const attack of attacks) {
    const examples = await runStep(attack.kind, SEED, await choose(attack, model, test, load));
    const evaluate = () => evaluate_robustness(model, test, [examples]);
    const [report] = await runStep('evaluation', SEED, evaluate);
    if (report.clean.count > clean.count) clean = report.clean;
    curves.push(...report.curves.map(summarise));
    dispose(examples);
  }
  const certified = certificates && (await certify(model, test, certificates, tools));
  return { clean, curves, ...(certified && { certified }) };
}

/** @param {Attack} attack @param {any} model @param {any} test @param {Tools['load']} load @returns {Promise<() => Promise<any>>} */
async function choose(attack, model, test, load) {
  const { kind, epsilons, count = test.images.shape[0] } = attack;
  if (kind === 'noise') {
    const { add_random_noise } = await load('plugins/robustness/noise.ts');
    return () => add_random_noise(model, test, epsilons);
  }
  if (kind === 'fgsm') {
    const { attack_fgsm } = await load('plugins/evasion/fgsm.ts');
    return () => attack_fgsm(model, test, epsilons, 'inf', count);
  }
  const { attack_pgd } = await load('plugins/evasion/pgd.ts');
  const { iterations, restarts = 1, relative_step = null, random_start = true } = attack;
  return () =>
    attack_pgd(
      model,
      test,
      epsilons,
      iterations,
      count,
      'inf',
      restarts,
      'cross_entropy',
      relative_step,
      random_start,
    );
}

/** @param {{ attack: string, tries: string, count: number, points: { epsilon: number, correct: number }[] }} curve */
function summarise({ attack, tries, count, points }) {
  const correct = Object.fromEntries(points.map((point) => [point.epsilon, point.correct]));
  return { attack, tries, count, correct };
}

/** @param {any} model @param {any} test @param {import('./recipes.mjs').Smoothing} smoothing @param {Tools} tools */
async function certify(model, test, { sigma, n0, n, alpha, count, radii }, { load, runStep }) {
  const task = await load('plugins/defences/certify.ts');
  const run = () => task.certify(model, test, sigma, n0, n, alpha, count, radii);
  const [, figures] = await runStep('certificates', SEED, run);
  const correct = Object.fromEntries(
    figures.rows.map((/** @type {number[]} */ [radius, , held]) => [radius, held]),
  );
  return { sigma, n0, n, alpha, count, correct };
}

/** @param {{ rounds: { images: { dispose(): void } }[] }} examples */
function dispose({ rounds }) {
  for (const { images } of rounds) images.dispose();
}
