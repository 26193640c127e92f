/** A model as TensorFlow.js' own files, `model.json` and `weights.bin`, and back; also the way to copy one. */
import * as tf from '@tensorflow/tfjs';
import { isLoaded, markLoaded, withoutMark } from './origin.ts';

/** Path → bytes of one model. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

/** Topology and weights; the same model gives the same bytes. @example const files = await packModel(model); */
export async function packModel(model: tf.LayersModel): Promise<ModelFiles> {
  const artifacts = await takeArtifacts(model);
  const { modelTopology, weightSpecs, weightData, userDefinedMetadata } = artifacts;
  const content = {
    format: 'layers-model',
    generatedBy: `TensorFlow.js tfjs-layers v${tf.version_layers}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }],
    userDefinedMetadata: withoutMark(userDefinedMetadata),
  };
  return new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(content))],
    ['weights.bin', new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData))],
  ]);
}

/** Reads what `packModel`, or TensorFlow.js' own `save`, wrote. Throws where a file is missing or weights do not fit. @example const model = await unpackModel(files); */
export async function unpackModel(files: ModelFiles): Promise<tf.LayersModel> {
  const json = files.get('model.json');
  if (!json) throw new Error('A saved model has a file model.json, and there is none.');
  const content = JSON.parse(new TextDecoder().decode(json)) as tf.io.ModelJSON;
  const manifest = content.weightsManifest ?? [];
  const parts = manifest
    .flatMap((group) => group.paths)
    .map((path) => {
      const bytes = files.get(path);
      if (!bytes) throw new Error(`A saved model has a file ${path}, and there is none.`);
      return bytes.slice().buffer;
    });
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: content.modelTopology,
      weightSpecs: manifest.flatMap((group) => group.weights),
      weightData: tf.io.CompositeArrayBuffer.join(parts),
      userDefinedMetadata: content.userDefinedMetadata,
    }),
  );
}

/** A model with weights of its own, so that training it leaves the first as it was. @example const trained = await copyModel(model); */
export async function copyModel(model: tf.LayersModel): Promise<tf.LayersModel> {
  const copy = await unpackModel(await packModel(model));
  return isLoaded(model) ? markLoaded(copy) : copy;
}

async function takeArtifacts(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let taken: tf.io.ModelArtifacts | null = null;
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    taken = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await model.save(handler);
  return taken!;
}
