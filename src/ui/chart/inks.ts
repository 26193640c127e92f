/** The look of a curve by what it means: colour, dash and marker, so that none carries the meaning alone. */
import { readInk } from '#ui/ink.ts';
import type { Role, Series } from './series.ts';

export type Marker = 'circle' | 'diamond' | 'square' | 'triangle' | 'ring';

export interface Stroke {
  readonly token: `--${string}`;
  readonly text: `--${string}`;
  readonly dash: readonly number[];
  readonly marker: Marker;
}

const PLAIN: readonly Stroke[] = [
  { token: '--ink', text: '--ink', dash: [], marker: 'circle' },
  { token: '--accent', text: '--accent', dash: [7, 4], marker: 'square' },
  { token: '--ink-faint', text: '--ink-muted', dash: [2, 3], marker: 'triangle' },
  { token: '--rule-strong', text: '--ink-soft', dash: [10, 3, 2, 3], marker: 'diamond' },
];
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const MARKERS: readonly Marker[] = ['diamond', 'square', 'triangle', 'circle'];
/** Hues without a meaning, for jobs. Nine of them, four dashes and five markers: two jobs look the same only 180 places apart. */
const HUES = ['blue', 'red', 'green', 'purple', 'orange', 'teal', 'pink', 'yellow', 'grey'] as const;
const JOB_MARKERS: readonly Marker[] = ['circle', 'square', 'triangle', 'diamond', 'ring'];

export function strokeOf({ role, nth }: Pick<Series, 'role' | 'nth'>): Stroke {
  const turn = nth % 4;
  const looks: Record<Role, Stroke> = {
    clean: { token: '--clean', text: '--clean-text', dash: DASHES[turn]!, marker: 'circle' },
    adversarial: {
      token: '--adversarial',
      text: '--adversarial-text',
      dash: DASHES[turn]!,
      marker: MARKERS[turn]!,
    },
    certified: {
      token: '--certified',
      text: '--certified-text',
      dash: DASHES[turn]!,
      marker: MARKERS[turn]!,
    },
    noise: { token: '--ink-faint', text: '--ink-muted', dash: [5, 4], marker: 'ring' },
    plain: PLAIN[turn]!,
    job: strokeOfJob(nth),
  };
  return looks[role];
}

function strokeOfJob(nth: number): Stroke {
  const token = `--tag-${HUES[nth % HUES.length]!}` as const;
  return { token, text: token, dash: DASHES[nth % 4]!, marker: JOB_MARKERS[nth % 5]! };
}

/** Colours that a canvas understands, as the theme has them now. */
export interface Inks {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly font: string;
  of(token: `--${string}`): string;
}

export function readInks(element: HTMLElement): Inks {
  const seen = new Map<string, string>();
  const of = (token: `--${string}`): string => {
    const known = seen.get(token);
    if (known) return known;
    const ink = readInk(element, token);
    seen.set(token, ink);
    return ink;
  };
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const family = getComputedStyle(element).fontFamily;
  return {
    paper: of('--paper-raised'),
    ink: of('--ink'),
    muted: of('--ink-muted'),
    rule: of('--rule'),
    font: `${Math.round(root * 0.75)}px ${family}`,
    of,
  };
}
