/** The verdict in counts: sentences, bars, threat line and caveats, all from the job's report. */
import { lackingNoise } from '#core/doctor/baselines.ts';
import { greyLevels, sayEpsilonValue } from '#ui/chart/figures.ts';
import { sayCount, sayMany } from '#ui/resource/say.ts';
import { isLargest } from './norm-words.ts';
import { UNBOUNDED, type Report } from './report.ts';

/** A word with a meaning is set in that meaning's colour. */
export interface Word {
  readonly text: string;
  readonly role?: 'clean' | 'adversarial' | 'noise';
}

/** What is counted: digits, or images. */
export const nounOf = (report: Report): string =>
  /mnist|digit/i.test(report.data.name) ? 'digits' : 'images';

const normOf = (report: Report): string =>
  report.curves.find((c) => c.attack === report.headline.attack && c.role === 'adversarial')?.norm ?? 'inf';

export function sayVerdict(report: Report): Word[] {
  const { clean, headline } = report;
  const change = sayChange(normOf(report), headline.epsilon);
  const words: Word[] = [
    { text: `Of ${sayCount(clean.count)} ${nounOf(report)} it reads ` },
    { text: sayCount(clean.correct), role: 'clean' },
    { text: `. ${change} and it reads ` },
    { text: sayCount(headline.correct), role: 'adversarial' },
  ];
  const banded = headline.low < headline.correct || headline.high > headline.correct;
  words.push({ text: banded ? ` (between ${sayCount(headline.low)} and ${sayCount(headline.high)}).` : '.' });
  return words;
}

/** What the attacker may do, as an order. */
function sayChange(norm: string, epsilon: number): string {
  if (isLargest(norm)) return `Change each pixel by at most ${greyLevels(epsilon)} of 255 grey levels`;
  if (norm === UNBOUNDED) return `Attack each image at ε ${sayEpsilonValue(epsilon)}`;
  if (/^L?0$/.test(norm)) return `Change at most ${sayMany(epsilon, 'pixel')} of each image`;
  return `Change each image by at most ${sayEpsilonValue(epsilon)} in all (L${norm.replace(/^L/, '')})`;
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

/** Clean, noise of the same ε where it was measured, and the attack. */
export function countBars(report: Report): CountBar[] {
  const { clean, headline, data, curves } = report;
  const same = (epsilon: number) => Math.abs(epsilon - headline.epsilon) < 1e-9;
  const noise = curves.find((c) => c.role === 'noise' && c.norm === normOf(report));
  const noisy = noise?.points.find((p) => same(p.epsilon));
  const attacked = curves.find((c) => c.role === 'adversarial' && c.attack === headline.attack);
  const bars: CountBar[] = [
    {
      label: 'as they are',
      role: 'clean',
      correct: clean.correct,
      low: clean.correct,
      high: clean.correct,
      count: clean.count,
    },
  ];
  if (noise && noisy) bars.push({ label: 'random noise', role: 'noise', ...pick(noisy), count: noise.count });
  bars.push({
    label: `attacked (${sayAttack(headline.attack)})`,
    role: 'adversarial',
    ...pick(headline),
    count: attacked?.count ?? data.count,
  });
  return bars;
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

export function sayThreat({ threat }: Report): string {
  const parts = threat
    ? [
        threat.sees && `Attacker sees: ${trim(threat.sees)}.`,
        threat.mayChange && `May change: ${trim(threat.mayChange)}.`,
        threat.tries && `Tries: ${trim(threat.tries)}.`,
      ].filter(Boolean)
    : [];
  return [...parts, 'A stronger attack can only lower this number.'].join(' ');
}

const trim = (text: string): string => text.trim().replace(/[.;]+$/, '');

/** What the figures do not say. */
export function caveatsOf(report: Report): string[] {
  const caveats = [
    `The band is Wilson’s 95 % over ${sayCount(report.data.count)} ${nounOf(report)} of one trained network; another seed gives another network.`,
  ];
  if (/mnist/i.test(report.data.name)) {
    caveats.push(
      'These digits come from MNIST’s training pool, so writers may stand in both halves of the split.',
      'Their pixels are nearly black or white: what holds here need not hold for photographs.',
    );
  }
  return [...caveats, ...lackingNoise(report.curves)];
}
