/** The half of the face that works on tensors: data sets, classifiers, their gradients, and what attacks make of images. */
export {
  batchRanges,
  checkUnitRange,
  gatherRows,
  oneHot,
  readLabels,
  sizeOf,
  sliceRows,
  type Dataset,
  type DatasetMeta,
} from './dataset.ts';
export {
  drawsOf,
  ENOUGH_DRAWS,
  openClassifier,
  type Classifier,
  type Defence,
  type Readable,
} from './classifier.ts';
export { chooseByName, type AttackMenu, type AttackWish } from './attack-menu.ts';
export { classify, countCorrect, findHeld, NO_CLASS, readClasses, type Readings } from './classify.ts';
export { inputGradient, measureHealth, type Climbed, type GradientHealth } from './gradient.ts';
export { crossEntropy, marginLoss, rankedLogit, ratioLoss, type ImageLoss } from './losses.ts';
export { measureNorms, parseNorm, projectOnto, shift, steepest, type Norm, type NormTable } from './norms.ts';
export { mostOf, nameAttack, normName } from './norm-names.ts';
export { markLoaded, sayOrigin } from './origin.ts';
export { copyModel, packModel, unpackModel, type ModelFiles } from './model-files.ts';
export {
  checkEpsilons,
  judgeRound,
  sayAttacker,
  type AttackRound,
  type Examples,
  type RoundFacts,
  type Threat,
} from './examples.ts';
