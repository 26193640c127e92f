/** How shares and ε are said, the same everywhere that results are shown. */

/** 0.9634 → `96.3 %`; a share that is not quite all or nothing never rounds to it. */
export function sayShare(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return '–';
  const step = 10 ** -digits;
  if (share <= 0 || share === 1) return `${(100 * share).toFixed(0)} %`;
  if (share * 100 < step) return `< ${step} %`;
  if (share < 1 && share * 100 > 100 - step) return `> ${100 - step} %`;
  return `${(100 * share).toFixed(digits)} %`;
}

/** Grey levels of 255 that ε amounts to, to the nearest one. */
export const greyLevels = (epsilon: number): number => Math.round(epsilon * 255);

/** 0.1 → `0.1`; at most three decimals, no trailing zeros. */
export const sayEpsilonValue = (epsilon: number): string => String(Number(epsilon.toFixed(3)));

/** 0.1 → `ε 0.1 (26/255)`; where ε is not how far each pixel may go, `ε 0.1`. */
export const sayEpsilon = (epsilon: number, inGreys = true): string =>
  `ε ${sayEpsilonValue(epsilon)}${inGreys ? ` (${greyLevels(epsilon)}/255)` : ''}`;
