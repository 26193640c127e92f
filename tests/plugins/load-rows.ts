/** The small packed data set, loaded as the OPTIC suite loads any. */
import { load_dataset_from_tfds } from '../../plugins/dioptra_optic/data.ts';
import type { Dataset } from '#sdk';

/** Its three parts; those that `split` leaves out are null. */
export const loadRows = async (split?: Record<string, string>, batch = 8, seed: number | null = 3) =>
  (await load_dataset_from_tfds('mnist', split, null, true, null, batch, 10000, seed)) as [
    Dataset,
    Dataset,
    Dataset,
  ];
