/** The face that the author of a plugin sees: `import { log, metric } from 'alidade/sdk'`. Nothing of the engine is reached from here. */
export type { LogSeverity } from '#core/job/events.ts';
export { log, metric, progress } from './say.ts';
export { data, random, signal } from './ask.ts';
export { Random } from './random.ts';
export type { ArtifactCall, ArtifactFiles, ArtifactTask, Serialized } from './artifact.ts';
export type { DataFrame, NdArray, NdData } from './values.ts';
