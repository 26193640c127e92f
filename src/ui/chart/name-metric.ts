/** Names of metrics in words, as titles, axes and sentences say them. */

/** Names of which no rule makes English. */
const WHOLE: Readonly<Record<string, string>> = {
  abstained: 'images on which it abstained',
  attack_success: 'success of the attack',
  adaptive_accuracy: 'accuracy under the adaptive attack',
  oblivious_accuracy: 'accuracy under the oblivious attack',
  undefended_accuracy: 'accuracy of the undefended model',
  brier: 'Brier score',
  brier_classes: 'Brier score over all classes',
  catastrophic_overfitting: 'catastrophic overfitting (1 where it happened)',
  clean_correct: 'clean images read right',
  clean_count: 'clean images',
  ece: 'expected calibration error',
  figures_compared: 'figures compared with published ones',
  figures_reproduced: 'figures reproduced',
  nan_gradient_share: 'share of NaN gradients',
  never_started: 'training that never started (1 where it did not)',
  nll: 'negative log likelihood',
  radius_cap: 'farthest radius that the votes can certify',
  test_count: 'test images',
  worst_class: 'class that is read worst',
  zero_gradient_share: 'share of zero gradients',
};

const WORDS: Readonly<Record<string, string>> = {
  acc: 'accuracy',
  auc: 'AUC',
  cw: 'C&W',
  deepfool: 'DeepFool',
  eot: 'EOT',
  fgm: 'FGM',
  fgsm: 'FGSM',
  jpeg: 'JPEG',
  linf: 'L∞',
  lr: 'learning rate',
  nan: 'NaN',
  pgd: 'PGD',
  noise: 'random noise',
  psnr: 'PSNR',
  ssim: 'SSIM',
  train: 'training',
  val: 'validation',
};

/** Attacks whose names are letters, as they stand at the beginning of the names of their metrics. */
const LETTERED = /^(fgsm|pgd|bim|mim|apgd|fab|jsma|fgm|cw)(_|\d|$)/;
const ATTACKS =
  /^(noise|deepfool|square|hopskipjump|boundary|carlini|one_pixel|universal|transfer|spatial)(_|$)/;

const isAttack = (stem: string): boolean => LETTERED.test(stem) || ATTACKS.test(stem);

const sayWords = (name: string): string =>
  name
    // A fraction that was written as a name.
    .replace(/(?<=_(?:radius|eps|epsilon|at|sigma|l\d|linf)_)0_(?=\d+(_|$))/, '0.')
    .split('_')
    .map((word) => WORDS[word] ?? (/^(l|f)\d$/.test(word) ? word.toUpperCase() : word))
    .join(' ');

/** `fgsm_accuracy` → `FGSM`; `noise_accuracy` → `random noise`, of L2 `random noise L2`; `accuracy` → `accuracy`. */
export function sayCurve(name: string): string {
  const stem = name.replace(/_?accuracy$/, '');
  return stem === '' ? 'accuracy' : saySource(stem);
}

function saySource(stem: string): string {
  if (!LETTERED.test(stem)) return sayWords(stem);
  const [first, ...rest] = stem.split('_');
  return [WORDS[first!] ?? first!.toUpperCase(), ...rest.map((word) => word.toUpperCase())].join(' ');
}

/** What the rest of a name, `x`, is said as. */
const RULES: readonly (readonly [RegExp, (x: string, y: string) => string])[] = [
  [
    /^((?:.+_)?(?:accuracy|success))_(low|high)$/,
    (x, end) => `${end === 'low' ? 'lower' : 'upper'} end of the band of ${sayMetric(x)}`,
  ],
  [/^(train|val|test)_(.+)$/, (part, x) => `${WORDS[part] ?? part} ${sayMetric(x)}`],
  [/^class_(\d+)_accuracy$/, (x) => `accuracy of class ${x}`],
  [/^(.+)_success_(mean|median)$/, (x, mean) => `${mean} ${saySource(x)} of images that gave way`],
  [/^(.+)_(mean|median)$/, (x, mean) => `${mean} ${sayWords(x)}`],
  [/^(.+)_success$/, (x) => `success of ${saySource(x)}`],
  [/^(.+)_(queries|gradient_evaluations)$/, (x, what) => `${sayWords(what)} of ${saySource(x)}`],
  [/^(.+)_reproduced$/, (x) => `${sayWords(x)} reproduced (1) or not (0)`],
  [/^doctor_(.+)$/, (x) => `${x} findings of the doctor`],
];

/** `val_loss` → `validation loss`, `psnr_median` → `median PSNR`, `pgd_accuracy` → `accuracy under PGD`. */
export function sayMetric(name: string): string {
  if (Object.hasOwn(WHOLE, name)) return WHOLE[name]!;
  const stem = /^(.+)_accuracy$/.exec(name)?.[1];
  if (stem && isAttack(stem)) return `accuracy under ${saySource(stem)}`;
  const counted = /^(.+)_(correct|count)$/.exec(name);
  if (counted && isAttack(counted[1]!))
    return `images ${counted[2] === 'count' ? 'counted' : 'read right'} under ${saySource(counted[1]!)}`;
  const change = /^(.+)_(l\d|linf)_(mean|median)$/.exec(name);
  if (change) return `${change[3]} ${sayWords(change[2]!)} change by ${saySource(change[1]!)}`;
  for (const [form, say] of RULES) {
    const [, x, y = ''] = form.exec(name) ?? [];
    if (x !== undefined) return say(x, y);
  }
  return sayWords(name);
}

/** As a title begins. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
