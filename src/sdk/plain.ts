/** The half of the face that needs no numeric library: what is said and asked, chance, files and counts. */
export type { LogSeverity } from '#core/job/events.ts';
export { formatNpy, parseNpy } from '#core/files/npy.ts';
export { log, metric, progress } from './say.ts';
export { data, random, signal } from './ask.ts';
export { createPause } from './pause.ts';
export { Random } from './random.ts';
export { wilsonBand, type Band } from '#core/wilson.ts';
export type { ArtifactCall, ArtifactFiles, ArtifactTask, Serialized } from './artifact.ts';
export type { DataFrame, NdArray, NdData } from './values.ts';
export { lackingNoise, type BaselineCurve } from '#core/doctor/baselines.ts';
export { judgeCurves, type ExaminedHealth } from '#core/doctor/curve-rules.ts';
export type { ExaminedCurve } from '#core/doctor/curve.ts';
export { isBeyondChance, isSign, sayCounted, sayPoints, sayShare } from '#core/doctor/figures.ts';
export { judgeTransfer, type Rival } from '#core/doctor/transfer-rule.ts';
export { judgeNorms, type ExaminedNorm, type NormedCurve } from '#core/doctor/norm-rules.ts';
export {
  keepWorst,
  worstGrade,
  type Examination,
  type Finding,
  type Grade,
  type Rule,
} from '#core/doctor/finding.ts';
