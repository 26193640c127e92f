/** An artifact that is a folder of two files. */
import type { ArtifactTask } from 'alidade/sdk';

export const ShelfArtifactTask: ArtifactTask<string> = {
  serialize: (text) =>
    new Map([
      ['top/first.txt', new TextEncoder().encode(text.slice(0, 5))],
      ['second.txt', new TextEncoder().encode(text.slice(5))],
    ]),
  deserialize: (files) =>
    ['top/first.txt', 'second.txt'].map((path) => new TextDecoder().decode(files.get(path))).join(''),
};
