/** A curve of accuracy as the doctor's rules know it. */

/** How many images an attack leaves right at each ε. */
export interface ExaminedCurve {
  readonly attack: string;
  readonly role: 'adversarial' | 'noise';
  /** Images at each point, 1 or more. */
  readonly count: number;
  /** Gradients taken for each image; null: not told. */
  readonly steps: number | null;
  /** Whether it counts the least change of each image, so that its accuracy falls with ε whatever the attack does. */
  readonly least?: boolean;
  /** Whether it was led against another classifier than the one that reads: a rival of the attacks here, and none of them. */
  readonly elsewhere?: boolean;
  /** Whether it makes one change for all images, which is by its nature weaker than one for each. */
  readonly shared?: boolean;
  /** Whether it judged a random defence by too few readings, so that what it leaves is no robust accuracy. */
  readonly hasty?: boolean;
  /** In rising ε; ε 0 is unchanged. */
  readonly points: readonly { readonly epsilon: number; readonly correct: number }[];
}

/** Whether it is an attack on the classifier that reads, with a change for each image: those are held against each other. */
export const isOwn = ({ role, elsewhere, shared }: ExaminedCurve): boolean =>
  role === 'adversarial' && !elsewhere && !shared;

/** Names of attacks of one step, for reports that do not tell how many. */
const SINGLE = /^(fgsm|fgm|fast[ _-]gradient)/i;

/** Whether an attack takes one step along a gradient. @example const climbing = attacks.filter((curve) => !isSingle(curve)); */
export const isSingle = ({ steps, attack }: ExaminedCurve): boolean =>
  steps === null ? SINGLE.test(attack) : steps <= 1;

/** What is left at an ε; undefined where it was not tried. @example const unchanged = pointAt(curve, 0); */
export const pointAt = ({ points }: ExaminedCurve, epsilon: number) =>
  points.find((point) => Math.abs(point.epsilon - epsilon) < 1e-9);
