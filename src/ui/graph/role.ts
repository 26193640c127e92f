/** What a task does, read from its name where names are plain: it chooses the card's picture, and its colour if it has a meaning. */
import type { Component } from 'svelte';
import Brain from '@lucide/svelte/icons/brain';
import Crosshair from '@lucide/svelte/icons/crosshair';
import Database from '@lucide/svelte/icons/database';
import Dices from '@lucide/svelte/icons/dices';
import Gauge from '@lucide/svelte/icons/gauge';
import Network from '@lucide/svelte/icons/network';
import ScanEye from '@lucide/svelte/icons/scan-eye';
import Shield from '@lucide/svelte/icons/shield';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import SquareFunction from '@lucide/svelte/icons/square-function';

export interface Role {
  readonly icon: Component<{ size?: number | string; strokeWidth?: number | string }>;
  /** One of the five colours, for those alone whose meaning is sure. */
  readonly meaning: 'adversarial' | 'defended' | 'certified' | null;
  /** The word that stands beside the colour. */
  readonly word: string | null;
}

const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/certif|randomi[sz]ed_smooth/, { icon: ShieldCheck, meaning: 'certified', word: 'certifies' }],
  [
    /adversarial_training|train_(adversarial|trades)|defen[cs]e|defend|distil|jpeg|spatial|squeeze_feature|gaussian_aug|augment_gauss|smooth_random/,
    { icon: Shield, meaning: 'defended', word: 'defends' },
  ],
  [
    /attack|adversar|fast_gradient|fgsm|\bpgd|_pgd|deepfool|carlini|patch|poison|backdoor|extract_model|infer_member/,
    { icon: Crosshair, meaning: 'adversarial', word: 'attacks' },
  ],
  [/seed|rng|random/, { icon: Dices, meaning: null, word: null }],
  [
    /evaluat|metric|score|verdict|accuracy|examin|calibrat|confusion/,
    { icon: Gauge, meaning: null, word: null },
  ],
  [/(?<!pre)train|\bfit|learn/, { icon: Brain, meaning: null, word: null }],
  [/predict|classif/, { icon: ScanEye, meaning: null, word: null }],
  [/model|network|\bnet\b|_net/, { icon: Network, meaning: null, word: null }],
  [/data|load|sample|split|digits|images/, { icon: Database, meaning: null, word: null }],
];
const PLAIN: Role = { icon: SquareFunction, meaning: null, word: null };

/** Attacks measured by an evaluation are still evaluations: the verb that comes first wins over what it is done to. */
export function roleOf(task: string | null): Role {
  const name = (task ?? '').toLowerCase();
  if (/^(evaluate|measure|examine|explain|score|summari[sz]e|compare|load|read|save)/.test(name)) {
    return ROLES.find(([pattern, { meaning }]) => meaning === null && pattern.test(name))?.[1] ?? PLAIN;
  }
  return ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? PLAIN;
}
