/** The white-box attacks that keep to given ε, by their names. */
import { parseNorm, type AttackMenu, type AttackWish, type Examples } from 'alidade/sdk';
import { attack_apgd } from './apgd.ts';
import { attack_fgsm } from './fgsm.ts';
import { attack_bim, attack_mim, attack_pgd } from './pgd.ts';

type Attack = (wish: AttackWish) => Promise<Examples>;

/**
 * The white-box attacks of this plugin by their names, for `attack_by_name`: `fgsm` (Goodfellow et al. 2015,
 * arXiv:1412.6572), `bim` (Kurakin et al. 2017, arXiv:1607.02533), `mim` (Dong et al. 2018, arXiv:1710.06081), `pgd` (Madry et
 * al. 2018, arXiv:1706.06083), `pgd_margin`, which raises the margin of the logits instead of the cross entropy, `apgd_ce` and
 * `apgd_dlr` (Croce and Hein 2020, arXiv:2003.01690), and `apgd_t_dlr` towards each of nine classes. Each is what
 * its task (`attack_fgsm`, `attack_bim`, `attack_mim`, `attack_pgd`, `attack_apgd`) makes with the same settings, byte for byte.
 *
 * @returns the attacks; `bim` and `mim` know the norm inf alone, the APGD inf and 2, the others inf, 2 and 1
 */
export function white_box_attacks(): AttackMenu {
  return new Map<string, Attack>([
    [
      'fgsm',
      ({ model, dataset, epsilons, norm, count, eot }) =>
        attack_fgsm(model, dataset, epsilons, norm, count, eot),
    ],
    ['bim', follow],
    ['mim', followOn],
    ['pgd', climb('cross_entropy')],
    ['pgd_margin', climb('margin')],
    ['apgd_ce', climbAuto('cross_entropy')],
    ['apgd_dlr', climbAuto('dlr')],
    ['apgd_t_dlr', climbAuto('targeted_dlr')],
  ]);
}

/** For attacks that know L∞ alone. */
function checkInf(name: string, norm: string | number): void {
  if (parseNorm(norm) === 'inf') return;
  throw new RangeError(`${name} knows the norm inf alone, not ${norm}: pgd knows it.`);
}

function follow({ model, dataset, epsilons, iterations, count, norm, eot }: AttackWish): Promise<Examples> {
  checkInf('bim', norm);
  return attack_bim(model, dataset, epsilons, iterations, count, undefined, eot);
}

function followOn({ model, dataset, epsilons, iterations, count, norm, eot }: AttackWish): Promise<Examples> {
  checkInf('mim', norm);
  return attack_mim(model, dataset, epsilons, iterations, count, undefined, undefined, eot);
}

const climb =
  (loss: string): Attack =>
  ({ model, dataset, epsilons, iterations, count, norm, eot }) => {
    const given = [model, dataset, epsilons, iterations, count, norm] as const;
    return attack_pgd(...given, undefined, loss, undefined, undefined, undefined, eot);
  };

const climbAuto =
  (loss: string): Attack =>
  ({ model, dataset, epsilons, iterations, count, norm, eot }) =>
    attack_apgd(model, dataset, epsilons, loss, iterations, count, norm, undefined, eot);
