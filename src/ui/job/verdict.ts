/** The verdict in counts: sentences, bars, threat line and caveats, all from the job's report. */
import { lackingNoise } from '#core/doctor/baselines.ts';
import { wilsonBand } from '#core/wilson.ts';
import { greyLevels, sayEpsilonValue } from '#ui/chart/figures.ts';
import { sayCount, sayMany } from '#ui/resource/say.ts';
import { isCount, isLargest, nameNorm, UNBOUNDED } from './norm-words.ts';
import { type Report, type ReportCurve, type ThreatWords } from './report.ts';

/** A word with a meaning is set in that meaning's colour. */
export interface Word {
  readonly text: string;
  readonly role?: 'clean' | 'adversarial' | 'noise';
}

/** What is counted: digits, or images. */
export const nounOf = (report: Report): string =>
  /mnist|digit/i.test(report.data.name) ? 'digits' : 'images';

const headCurve = ({ curves, headline }: Report): ReportCurve | undefined =>
  curves.find((c) => c.attack === headline.attack && c.role === 'adversarial');

/** The curve of the figure where nothing attacked, and random noise is all that was tried. */
const noiseAlone = ({ curves, headline }: Report): ReportCurve | undefined =>
  curves.every(({ role }) => role === 'noise')
    ? curves.find(({ attack }) => attack === headline.attack)
    : undefined;

/** Under an attack towards a class the images of other classes are what is counted, and the figure is no robust accuracy. */
export function sayVerdict(report: Report): Word[] {
  const { clean, headline } = report;
  const head = headCurve(report);
  const noise = noiseAlone(report);
  const aimed = head?.untargeted === false;
  const change = noise
    ? sayNoise(noise.norm, headline.epsilon)
    : `${sayChange(head?.norm ?? 'inf', headline.epsilon)}${aimed ? ` to be read as ${sayTarget(head)},` : ''} and`;
  const others = aimed ? ` of other classes than ${sayTarget(head)}` : '';
  const words: Word[] = [
    { text: `Of ${sayCount(clean.count)} ${nounOf(report)}${others} it reads ` },
    { text: sayCount(clean.correct), role: 'clean' },
    { text: `. ${change} it reads ` },
    { text: sayCount(headline.correct), role: noise ? 'noise' : 'adversarial' },
  ];
  const banded = headline.low < headline.correct || headline.high > headline.correct;
  const band = banded ? ` (between ${sayCount(headline.low)} and ${sayCount(headline.high)})` : '';
  words.push({ text: `${band}${aimed ? ' right' : ''}.` });
  if (aimed)
    words.push({
      text: ' Accuracy under a targeted attack is not robust accuracy: who takes any wrong class leaves less.',
    });
  return words;
}

const sayTarget = ({ target }: ReportCurve): string => (target === null ? 'its target' : String(target));

/** What the attacker may do, as an order. */
function sayChange(norm: string, epsilon: number): string {
  if (isLargest(norm)) return `Change each pixel by at most ${greyLevels(epsilon)} of 255 grey levels`;
  if (norm === UNBOUNDED) return `Attack each image at ε ${sayEpsilonValue(epsilon)}`;
  if (isCount(norm)) return `Change at most ${sayMany(epsilon, 'pixel')} of each image`;
  return `Change each image by at most ${sayEpsilonValue(epsilon)} in all (${nameNorm(norm)})`;
}

/** What chance did, which nobody chose. */
function sayNoise(norm: string, epsilon: number): string {
  if (isLargest(norm))
    return `Under random noise of at most ${greyLevels(epsilon)} of 255 grey levels in each pixel`;
  if (norm === UNBOUNDED) return `Under random noise at ε ${sayEpsilonValue(epsilon)}`;
  if (isCount(norm)) return `Under random noise in at most ${sayMany(epsilon, 'pixel')} of each image`;
  return `Under random noise of at most ${sayEpsilonValue(epsilon)} in all (${nameNorm(norm)})`;
}

export const wordsToText = (words: readonly Word[]): string => words.map((w) => w.text).join('');

export interface CountBar {
  readonly label: string;
  readonly role: 'clean' | 'adversarial' | 'noise';
  readonly correct: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Clean, noise of the same ε where it was measured, and the attack where there was one. */
export function countBars(report: Report): CountBar[] {
  const { clean, headline, data, curves } = report;
  const attacked = headCurve(report);
  const alone = noiseAlone(report);
  const towards = attacked?.untargeted === false ? `, towards ${sayTarget(attacked)}` : '';
  const same = (epsilon: number) => Math.abs(epsilon - headline.epsilon) < 1e-9;
  const noise = alone ?? curves.find((c) => c.role === 'noise' && c.norm === (attacked?.norm ?? 'inf'));
  const noisy = noise?.points.find((p) => same(p.epsilon));
  const bars: CountBar[] = [
    {
      label: 'as they are',
      role: 'clean',
      ...countBand(clean.correct, clean.count),
      count: clean.count,
    },
  ];
  if (noise && noisy) bars.push({ label: 'random noise', role: 'noise', ...pick(noisy), count: noise.count });
  if (alone) return bars;
  bars.push({
    label: `attacked (${sayAttack(headline.attack)}${towards})`,
    role: 'adversarial',
    ...pick(headline),
    count: attacked?.count ?? data.count,
  });
  return bars;
}

/** Wilson's 95 % band in whole images. */
function countBand(correct: number, count: number): Pick<CountBar, 'correct' | 'low' | 'high'> {
  if (count === 0) return { correct, low: correct, high: correct };
  const { low, high } = wilsonBand(correct, count);
  return { correct, low: Math.round(low * count), high: Math.round(high * count) };
}

const pick = ({
  correct,
  low,
  high,
}: CountBar | Report['headline'] | Report['curves'][number]['points'][number]) => ({ correct, low, high });

/** `fgsm` → `FGSM`; `Fast gradient` stays. */
export const sayAttack = (attack: string): string =>
  /^(fgsm|fgm|pgd|bim|apgd|cw|jsma|hsj)\b/i.test(attack)
    ? attack.replace(/^[a-z]+/i, (s) => s.toUpperCase())
    : attack.replaceAll('_', ' ');

export const sayThreat = (report: Report): string => {
  const bound = noiseAlone(report)
    ? 'Random noise is no attack: what an attacker leaves is not known.'
    : 'A stronger attack can only lower this number.';
  return [sayWhat(report.threat), bound].filter(Boolean).join(' ');
};

/** What the attacker sees, may change and tries; empty where nothing is told. */
export function sayWhat(threat: ThreatWords | null): string {
  if (!threat) return '';
  const parts = [
    threat.sees && `Attacker sees: ${trim(threat.sees)}.`,
    threat.mayChange && `May change: ${trim(threat.mayChange)}.`,
    threat.tries && `Tries: ${trim(threat.tries)}.`,
  ];
  return parts.filter(Boolean).join(' ');
}

const sayNote = (note: string): string => `${note.slice(0, 1).toUpperCase()}${trim(note).slice(1)}.`;

const trim = (text: string): string => text.trim().replace(/[.;]+$/, '');

/** What the figures do not say. */
export function caveatsOf(report: Report): string[] {
  const caveats = [
    `The band is Wilson’s 95 % over ${sayCount(report.data.count)} ${nounOf(report)} of one trained network; another seed gives another network.`,
  ];
  const head = headCurve(report);
  if (head?.untargeted === false)
    caveats.push(`Images of the class that the attack aims at (${sayTarget(head)}) are not counted.`);
  if (/mnist/i.test(report.data.name)) {
    caveats.push(
      'These digits come from MNIST’s training pool, so writers may stand in both halves of the split.',
      'Their pixels are nearly black or white: what holds here need not hold for photographs.',
    );
  }
  return [...caveats, ...lackingNoise(report.curves), ...report.notes.map(sayNote)];
}
