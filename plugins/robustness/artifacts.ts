/** How reports and pictures of attacks become files, and come back. */
import {
  formatNpy,
  parseNpy,
  type ArtifactFiles,
  type ArtifactTask,
  type DataFrame,
  type NdArray,
} from 'alidade/sdk';
import { RELIABILITY_COLUMNS } from './calibration.ts';
import type { Confusions } from './confusions.ts';
import type { Report } from './evaluate.ts';
import type { AdversarialImages } from './images.ts';

/** A report of robustness as one JSON file: counts, bands, curves, headline and threat; the verdict is made from it. */
export const RobustnessReportArtifactTask: ArtifactTask<Report> = {
  serialize: (report, { name }) => new Map([[`${name}.json`, encodeJson(report)]]),
  deserialize: (files) => JSON.parse(new TextDecoder().decode([...files.values()][0])) as Report,
};

/**
 * Pictures before and after an attack, as a folder: `images.json` (shape, classes, and for each picture the attack, label, ε and
 * both readings), `original.npy` and `adversarial.npy` (float32 [n, height, width, channels], 0 to 1).
 */
export const AdversarialImagesArtifactTask: ArtifactTask<AdversarialImages> = {
  serialize: ({ original, adversarial, ...facts }) =>
    new Map([
      ['images.json', encodeJson(facts)],
      ['original.npy', formatNpy(original)],
      ['adversarial.npy', formatNpy(adversarial)],
    ]),
  deserialize: (files) => ({
    ...(JSON.parse(new TextDecoder().decode(fileOf(files, 'images.json'))) as AdversarialImages),
    original: parseNpy(fileOf(files, 'original.npy')) as NdArray<Float32Array>,
    adversarial: parseNpy(fileOf(files, 'adversarial.npy')) as NdArray<Float32Array>,
  }),
};

/**
 * Confusion matrices of several attacks, as a folder: `confusion.json` (classes, and for each attack its matrices and which
 * image each picture is) and `pictures.npy` (uint8 [n, height, width, channels], in the order of `confusion.json`).
 */
export const ConfusionArtifactTask: ArtifactTask<Confusions> = {
  serialize: ({ pictures, ...facts }) =>
    new Map([
      ['confusion.json', new TextEncoder().encode(`${JSON.stringify(facts)}\n`)],
      ['pictures.npy', formatNpy(pictures)],
    ]),
  deserialize: (files) => ({
    ...(JSON.parse(new TextDecoder().decode(fileOf(files, 'confusion.json'))) as Confusions),
    pictures: parseNpy(fileOf(files, 'pictures.npy')) as NdArray<Uint8Array>,
  }),
};

/**
 * The reliability diagram, the table of `measure_calibration`, as one JSON file `reliability.json`: a mapping for each bin of
 * confidence, with its edges, images, images read right, mean confidence, accuracy and Wilson's band; null where it is empty.
 * Throws where the table has other columns.
 */
export const ReliabilityArtifactTask: ArtifactTask<DataFrame> = {
  serialize: ({ columns, rows }) => {
    const lacking = RELIABILITY_COLUMNS.filter((name) => !columns.includes(name));
    if (lacking.length > 0)
      throw new Error(
        `This table has no column ${lacking.join(', ')}: a reliability diagram is made of the table of measure_calibration.`,
      );
    const bins = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
    return new Map([['reliability.json', encodeJson({ format: 1, bins })]]);
  },
  deserialize: (files) => {
    const { bins } = JSON.parse(new TextDecoder().decode(fileOf(files, 'reliability.json'))) as {
      bins: readonly Readonly<Record<string, unknown>>[];
    };
    return {
      columns: RELIABILITY_COLUMNS,
      rows: bins.map((bin) => RELIABILITY_COLUMNS.map((name) => bin[name])),
    };
  },
};

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function fileOf(files: ArtifactFiles, path: string): Uint8Array {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`This artifact has a file ${path}, and there is none.`);
  return bytes;
}
