/** The average certified radius as a table, so that it can be compared. */
import type { DataFrame } from 'alidade/sdk';
import { bandOfMean } from './mean.ts';

/**
 * The average certified radius (ACR: Zhai et al. 2020, arXiv:2001.02378) of a table of certificates: the mean of the radii,
 * in L2, where a wrong or abstained image counts as 0; with the 95 % band of the normal law. It grows with the number of
 * votes, and is never compared across different ones.
 *
 * @param certificates with the columns label, prediction (−1: abstained) and radius, as `certify` gives them
 * @returns one row: count, average_certified_radius, average_certified_radius_low, average_certified_radius_high
 * @throws where a column is missing or there is no row
 */
export function average_certified_radius(certificates: DataFrame): DataFrame {
  const [label, prediction, radius] = ['label', 'prediction', 'radius'].map((title) => {
    const place = certificates.columns.indexOf(title);
    if (place < 0)
      throw new Error(`The certificates have no column “${title}”, but ${certificates.columns.join(', ')}.`);
    return place;
  });
  if (certificates.rows.length === 0) throw new Error('There are no certificates to average.');
  const radii = certificates.rows.map((row) => (row[prediction!] === row[label!] ? Number(row[radius!]) : 0));
  const { mean, low, high } = bandOfMean(radii);
  const name = 'average_certified_radius';
  return { columns: ['count', name, `${name}_low`, `${name}_high`], rows: [[radii.length, mean, low, high]] };
}
