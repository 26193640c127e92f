/** Where a model's weights come from, as far as it is known, and what that means for figures on the bundled digits. */
import type * as tf from '@tensorflow/tfjs';
import type { Readable } from './classifier.ts';
import type { Dataset } from './dataset.ts';

/** Marks a model that was read from files; copies and trained copies keep the mark. @example return markLoaded(await unpackModel(files)); */
export function markLoaded(model: tf.LayersModel): tf.LayersModel {
  model.setUserDefinedMetadata({ ...(model.getUserDefinedMetadata() as object | undefined), loaded: true });
  return model;
}

/** Whether a model, or what it is a copy of, was read from files. @internal */
export const isLoaded = (model: tf.LayersModel): boolean =>
  (model.getUserDefinedMetadata() as { loaded?: unknown } | undefined)?.loaded === true;

/** Metadata without the mark, as a file has it: the same model gives the same bytes however often it is read. @internal */
export function withoutMark(metadata: object | undefined): object | undefined {
  const { loaded: _, ...rest } = (metadata ?? {}) as { loaded?: unknown };
  return Object.keys(rest).length > 0 ? rest : undefined;
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
  if (!isLoaded(model)) return null;
  return (
    'this model was read from files: weights trained elsewhere on MNIST may have seen these digits, which come from its ' +
    'training pool, and writers overlap; such a figure is no test accuracy'
  );
}
