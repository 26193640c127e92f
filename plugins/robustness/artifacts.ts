/** How reports and pictures of attacks become files, and come back. */
import { formatNpy, parseNpy, type ArtifactFiles, type ArtifactTask, type NdArray } from 'alidade/sdk';
import type { Confusions } from './confusions.ts';
import type { Report } from './evaluate.ts';
import type { AdversarialImages } from './images.ts';

/** A report of robustness as one JSON file: counts, bands, curves, headline and threat; the verdict is made from it. */
export const RobustnessReportArtifactTask: ArtifactTask<Report> = {
  serialize: (report, { name }) => new Map([[`${name}.json`, encodeJson(report)]]),
  deserialize: (files) => JSON.parse(new TextDecoder().decode([...files.values()][0])) as Report,
};

/**
 * Pictures before and after an attack, as a folder: `images.json` (shape, classes, and for each picture label, ε and both
 * readings), `original.npy` and `adversarial.npy` (float32 [n, height, width, channels], 0 to 1).
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

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function fileOf(files: ArtifactFiles, path: string): Uint8Array {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`These pictures have a file ${path}, and there is none.`);
  return bytes;
}
