/** A sweep: what several jobs of one entrypoint are given instead of one value, and what it amounts to. */

/** How random search draws the values of a parameter. */
export type Distribution =
  /** Every number from `low` to `high` is as likely. */
  | { readonly shape: 'uniform'; readonly low: number; readonly high: number }
  /** Every order of magnitude is as likely; both bounds lie above 0. */
  | { readonly shape: 'log-uniform'; readonly low: number; readonly high: number }
  /** `deviation` is the standard deviation, above 0. */
  | { readonly shape: 'normal'; readonly mean: number; readonly deviation: number }
  /** Each of the texts is as likely. */
  | { readonly shape: 'choice'; readonly values: readonly string[] };

/** What one parameter is given. Numbers are for parameters that are numbers; those of whole numbers are rounded. */
export type Axis =
  | { readonly kind: 'list'; readonly values: readonly string[] }
  /** From one end to the other, both included: in `count` values, or each `step` from the last (a factor above 1 where the scale is `log`). */
  | {
      readonly kind: 'range';
      readonly from: number;
      readonly to: number;
      readonly scale: 'linear' | 'log';
      readonly count?: number;
      readonly step?: number;
    }
  | { readonly kind: 'random'; readonly distribution: Distribution };

/** A parameter that varies. */
export interface Varied {
  readonly parameter: string;
  readonly axis: Axis;
}

/** As it was asked for, with every number that was left open drawn: the same sweep gives the same jobs for ever. */
export interface Sweep {
  /** Each parameter once, in the order in which they vary: the last one fastest. */
  readonly vary: readonly Varied[];
  /** How many points random search draws; each gives a value to every parameter that is drawn. 0 where none is. */
  readonly draws: number;
  /** Whole number, 0 to 2^32 − 1: the same draws again. It is not the seed of any job. */
  readonly drawSeed: number;
  /** Of the jobs, at least one: each combination runs once with each. */
  readonly seeds: readonly number[];
}

/** One job of a family, as the sweep asks for it. */
export interface Member {
  /** Counts from 0 in the order of the sweep. */
  readonly place: number;
  /** The values of the parameters that vary, as texts. */
  readonly values: Readonly<Record<string, string>>;
  readonly seed: number;
}

/** Jobs of one family at most: more is refused, since it is a slip far more often than a wish. */
export const MOST_MEMBERS = 500;
