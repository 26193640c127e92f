/** What a number of votes says of the share behind them: bounds, tests and quantiles, in float64 without a library. */

/** Lanczos' approximation (g 7, 9 terms), good to about 15 digits. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0. @internal */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const sum = LANCZOS.reduce((total, term, i) => total + (i === 0 ? term : term / (z + i)), 0);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz). a, b > 0 and 0 ≤ x ≤ 1. @internal */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = a * Math.log(x) + b * Math.log1p(-x) - (logGamma(a) + logGamma(b) - logGamma(a + b));
  return (Math.exp(front) * betaFraction(x, a, b)) / a;
}

function betaFraction(x: number, a: number, b: number): number {
  const TINY = 1e-300;
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/**
 * The lower end of Clopper and Pearson's one-sided interval (1934): with probability 1 − alpha or more, the share behind
 * `votes` of `count` is no smaller. 99 of 100 at alpha 0.001 give 0.911373111.
 *
 * @throws where there are more votes than draws, or alpha is not between 0 and 1
 */
export function lowerBound(votes: number, count: number, alpha: number): number {
  if (!(votes >= 0 && votes <= count && count > 0))
    throw new RangeError(`There are no ${votes} votes of ${count}.`);
  checkAlpha(alpha);
  if (votes === 0) return 0;
  return bisect((share) => incompleteBeta(share, votes, count - votes + 1) - alpha, 0, 1);
}

/** Throws unless alpha lies between 0 and 1. */
export function checkAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`alpha is a probability between 0 and 1, not ${alpha}.`);
}

/** How often, of `a + b` fair tosses, the two sides differ by as much or more: the two-sided binomial test of ½. */
export function fairTossTest(a: number, b: number): number {
  const more = Math.max(a, b);
  if (a === b) return 1;
  return Math.min(1, 2 * incompleteBeta(0.5, more, a + b - more + 1));
}

/** Where the normal distribution has this share below it, 0 < share < 1: 0.75 gives 0.674489750. */
export function probit(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`There is no quantile of ${share}.`);
  if (share > 0.5) return -probit(1 - share);
  return bisect((x) => normalShare(x) - share, -40, 0);
}

/** The share of the normal distribution below x. @internal */
export function normalShare(x: number): number {
  if (x > 0) return 1 - normalShare(-x);
  return x > -3 ? 0.5 + normalDensity(x) * oddSeries(x) : normalDensity(x) / tailFraction(-x);
}

const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** x + x³/3 + x⁵/(3·5) + … */
function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum;
}

/** x + 1/(x + 2/(x + 3/(x + …))): the density over the share beyond x, for x of 3 or more. */
function tailFraction(x: number): number {
  let fraction = x;
  for (let k = 120; k >= 1; k--) fraction = x + k / fraction;
  return fraction;
}

/** Where a rising function crosses 0. */
function bisect(f: (x: number) => number, low: number, high: number): number {
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
