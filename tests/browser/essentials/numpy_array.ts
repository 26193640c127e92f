/** Part 5: how an array becomes a file, and is read from it again. */
import type { ArtifactTask, NdArray } from 'alidade/sdk';

type NumpyArray = NdArray<Float64Array>;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** One row of numbers as NumPy's `<name>.npy`. */
export const NumpyArrayArtifactTask: ArtifactTask<NumpyArray> = {
  serialize: ({ data }, { name }) => {
    const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${data.length},), }`;
    const header = `${words.padEnd(117)}\n`;
    const bytes = new Uint8Array(128 + data.byteLength);
    bytes.set([...MAGIC, header.length, 0]);
    bytes.set(new TextEncoder().encode(header), 10);
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 128);
    return new Map([[`${name}.npy`, bytes]]);
  },
  deserialize: (files) => {
    const [bytes] = files.values();
    const data = new Float64Array(bytes!.slice(128).buffer);
    return { shape: [data.length], data };
  },
};
