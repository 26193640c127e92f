/** How explanations become files that show themselves as pictures, and come back. */
import { formatNpy, parseNpy, type ArtifactFiles, type ArtifactTask, type NdArray } from 'alidade/sdk';
import type { ExplanationSheet } from './collect.ts';
import type { Explanations } from './explain.ts';
import { flattenMap } from './flatten.ts';

/**
 * Explanations as a folder: `pictures.npy` (float32 [n, height, 2·width, 3], 0 to 1: each image with its map beside it, red
 * for the class and blue against it, each map by its own largest value), `explanations.json` (method, classes, and for each
 * image label, reading and the class that is explained), `original.npy` and `maps.npy` (as they were made).
 */
export const ExplanationsArtifactTask: ArtifactTask<Explanations> = {
  serialize: (explanations) => {
    const { original, maps, ...facts } = explanations;
    return new Map([
      ['explanations.json', new TextEncoder().encode(`${JSON.stringify(facts, null, 2)}\n`)],
      ['maps.npy', formatNpy(maps)],
      ['original.npy', formatNpy(original)],
      ['pictures.npy', formatNpy(drawPictures(explanations))],
    ]);
  },
  deserialize: (files) => ({
    ...(JSON.parse(new TextDecoder().decode(fileOf(files, 'explanations.json'))) as Explanations),
    original: parseNpy(fileOf(files, 'original.npy')) as NdArray<Float32Array>,
    maps: parseNpy(fileOf(files, 'maps.npy')) as NdArray<Float32Array>,
  }),
};

/**
 * Explanations side by side as a folder, from which their figure is drawn: `explanations.json` (classes, methods, and for each
 * image label, reading and the class that is explained), `original.npy` (float32 [n, height, width, channels], 0 to 1) and
 * `maps.npy` (float32 [methods, n, height, width]).
 */
export const ExplanationSheetArtifactTask: ArtifactTask<ExplanationSheet> = {
  serialize: ({ original, maps, ...facts }) =>
    new Map([
      ['explanations.json', new TextEncoder().encode(`${JSON.stringify(facts, null, 2)}\n`)],
      ['maps.npy', formatNpy(maps)],
      ['original.npy', formatNpy(original)],
    ]),
  deserialize: (files) => ({
    ...(JSON.parse(new TextDecoder().decode(fileOf(files, 'explanations.json'))) as ExplanationSheet),
    original: parseNpy(fileOf(files, 'original.npy')) as NdArray<Float32Array>,
    maps: parseNpy(fileOf(files, 'maps.npy')) as NdArray<Float32Array>,
  }),
};

/** Each image, grey or in colour, and to its right its map: white where nothing speaks, red for the class, blue against it. @internal */
export function drawPictures({
  original,
  maps,
}: Pick<Explanations, 'original' | 'maps'>): NdArray<Float32Array> {
  const [count = 0, height = 0, width = 0, channels = 1] = original.shape;
  const depth = maps.shape[3] ?? 1;
  const data = new Float32Array(count * height * 2 * width * 3);
  const pixels = height * width;
  for (let i = 0; i < count; i++) {
    const image = original.data.subarray(i * pixels * channels, (i + 1) * pixels * channels);
    const map = flattenMap(maps.data.subarray(i * pixels * depth, (i + 1) * pixels * depth), depth);
    const most = map.reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
    for (let p = 0; p < pixels; p++) {
      const [row, column] = [Math.floor(p / width), p % width];
      const at = 3 * ((i * height + row) * 2 * width + column);
      for (let c = 0; c < 3; c++) data[at + c] = image[p * channels + Math.min(c, channels - 1)]!;
      data.set(colourOf(map[p]! / most), at + 3 * width);
    }
  }
  return { shape: [count, height, 2 * width, 3], data };
}

/** −1 to 1 from blue over white to red. */
function colourOf(value: number): [red: number, green: number, blue: number] {
  const fade = 1 - Math.min(1, Math.abs(value));
  return value >= 0 ? [1, fade, fade] : [fade, fade, 1];
}

function fileOf(files: ArtifactFiles, path: string): Uint8Array {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`These explanations have a file ${path}, and there is none.`);
  return bytes;
}
