/** Where a model's weights come from, as far as it is known, and what that means for figures on the bundled digits. */
import type * as tf from '@tensorflow/tfjs';
import type { Readable } from './classifier.ts';
import type { Dataset } from './dataset.ts';

/** Marks a model that was read from files; copies and trained copies keep the mark. @example return markLoaded(await unpackModel(files)); */
export function markLoaded(model: tf.LayersModel): tf.LayersModel {
  model.setUserDefinedMetadata({ ...(model.getUserDefinedMetadata() as object | undefined), loaded: true });
  return model;
}

/**
 * What has to be said where a model that was read from files is scored on digits of MNIST's training pool, which weights
 * trained elsewhere may have seen; null where there is nothing to say. A model behind a defence tells nothing of its origin.
 *
 * @example
 * const warning = sayOrigin(model, dataset);
 * if (warning) log(warning, 'WARNING');
 */
export function sayOrigin(model: Readable, { meta }: Pick<Dataset, 'meta'>): string | null {
  if (meta.name !== 'mnist' || !('layers' in model)) return null;
  const { loaded } = (model.getUserDefinedMetadata() ?? {}) as { loaded?: unknown };
  if (loaded !== true) return null;
  return (
    'this model was read from files: weights trained elsewhere on MNIST may have seen these digits, which come from its ' +
    'training pool, and writers overlap; such a figure is no test accuracy'
  );
}
