// The example of the reference's own page on task graphs: drawn with exactly its edges, its undefined names marked and no obstacle.
import { expect, test } from '@playwright/test';
import { open } from './app.ts';

const GRAPH = `rng:
   configure_rng:
      seed: 1234

trained_model:
   train:
      model: $model_artifact
      dataset: $training_ds
      epochs: $num_epochs
   dependencies: [rng]

predictions:
   predict:
      model: $defended_model
      dataset: $testing_ds
      samples: $num_samples
   dependencies: [rng]

defended_model:
   adversarial_training:
      model: $trained_model.model
      dataset: $adversarial_ds
      split: 0.5
   dependencies: [rng]

metrics:
   run_metrics:
      predictions: $predictions
`;

const EDGES = [
  'defended_model→predictions reference',
  'predictions→metrics reference',
  'rng→defended_model dependency',
  'rng→predictions dependency',
  'rng→trained_model dependency',
  'trained_model→defended_model reference',
];

/** Step → names in it that nothing answers. */
const UNDEFINED = {
  trained_model: ['$model_artifact', '$training_ds', '$num_epochs'],
  predictions: ['$testing_ds', '$num_samples'],
  defended_model: ['$adversarial_ds'],
};

test('the example graph is drawn', async ({ page }) => {
  const alidade = await open(page);
  const { resource } = await alidade.entrypoints.create({
    name: 'Example',
    description: '',
    taskGraph: GRAPH,
    artifactGraph: '',
    parameters: [],
    artifactParameters: [],
    plugins: [],
    artifactPlugins: [],
    queues: [],
  });
  await page.goto(`entrypoints/view/?id=${resource.id}`);

  const steps = page.locator('[data-step]');
  await expect(steps).toHaveCount(5);
  const names = await steps.evaluateAll((cards) => cards.map((card) => card.getAttribute('data-step')));
  expect(names.toSorted()).toEqual(['defended_model', 'metrics', 'predictions', 'rng', 'trained_model']);

  await expect(page.locator('[data-edge]')).toHaveCount(EDGES.length);
  const edges = await page
    .locator('[data-edge]')
    .evaluateAll((lines) =>
      lines.map((line) => `${line.getAttribute('data-edge')} ${line.getAttribute('data-kind')}`),
    );
  expect(edges.toSorted()).toEqual(EDGES);

  for (const [step, missing] of Object.entries(UNDEFINED)) {
    const card = page.locator(`[data-step="${step}"]`);
    for (const name of missing) await expect(card).toHaveAccessibleName(new RegExp(`unknown .*\\${name}\\b`));
  }
  await expect(page.locator('[data-step="metrics"]')).not.toHaveAccessibleName(/unknown/);

  const problems = page.getByRole('region', { name: 'Problems' });
  for (const name of Object.values(UNDEFINED).flat()) await expect(problems).toContainText(name.slice(1));
  expect((await alidade.jobs.run({ entrypoint: resource.id })).job).toBeNull();
});
