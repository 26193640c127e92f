/** How the figures of defences become files, and come back. */
import type { ArtifactFiles, ArtifactTask } from 'alidade/sdk';
import type { CertifiedCurves } from './certified.ts';
import type { DefenceMatrix } from './matrix.ts';

/** Certificates at several σ as one JSON file, `certified.json`: the figure of certified accuracy is drawn from it. */
export const CertifiedCurvesArtifactTask: ArtifactTask<CertifiedCurves> = {
  serialize: (curves) => writeJson('certified.json', curves),
  deserialize: (files) => readJson(files) as CertifiedCurves,
};

/** Attack × defence as one JSON file, `matrix.json`. */
export const DefenceMatrixArtifactTask: ArtifactTask<DefenceMatrix> = {
  serialize: (matrix) => writeJson('matrix.json', matrix),
  deserialize: (files) => readJson(files) as DefenceMatrix,
};

const writeJson = (path: string, value: unknown): ArtifactFiles =>
  new Map([[path, new TextEncoder().encode(`${JSON.stringify(value)}\n`)]]);

const readJson = (files: ArtifactFiles): unknown =>
  JSON.parse(new TextDecoder().decode([...files.values()][0]));
