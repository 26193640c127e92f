/** How a loss landscape becomes files, and comes back. */
import { formatNpy, parseNpy, type ArtifactTask, type NdArray } from 'alidade/sdk';
import type { LossLandscape } from './landscape.ts';

/**
 * A loss landscape as a folder: `landscape.json` (the plane's losses and readings, and the attack's way) and `images.npy`
 * (float32 [2, height, width, channels]: the image, and where the attack ended).
 */
export const LossLandscapeArtifactTask: ArtifactTask<LossLandscape> = {
  serialize: ({ images, ...facts }) =>
    new Map([
      ['landscape.json', new TextEncoder().encode(`${JSON.stringify(facts)}\n`)],
      ['images.npy', formatNpy(images)],
    ]),
  deserialize: (files) => {
    const [facts, images] = [files.get('landscape.json'), files.get('images.npy')];
    if (!facts || !images) throw new Error('A loss landscape has the files landscape.json and images.npy.');
    const read = JSON.parse(new TextDecoder().decode(facts)) as Omit<LossLandscape, 'images'>;
    return { ...read, images: parseNpy(images) as NdArray<Float32Array> };
  },
};
