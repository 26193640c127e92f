/** A defence of the input by its name, so that a parameter can choose it and a sweep can vary it. */
import { chooseByName, type Readable } from 'alidade/sdk';
import { augment_gaussian } from './gaussian.ts';
import { compress_jpeg } from './jpeg.ts';
import { smooth_spatially } from './smooth.ts';
import { smooth_randomly } from './smoothing.ts';
import { squeeze_features } from './squeeze.ts';

/**
 * Puts a model behind one defence of the input, chosen by its name: `squeezing` is `squeeze_features` (Xu, Evans and Qi 2018,
 * arXiv:1704.01155), `median` is `smooth_spatially` (the same paper), `jpeg` is `compress_jpeg` (Dziugaite, Ghahramani and Roy
 * 2016, arXiv:1608.00853), `gaussian` is `augment_gaussian`, and `smoothing` is `smooth_randomly` (Cohen, Rosenfeld and Kolter
 * 2019, arXiv:1902.02918), each as it is with the same settings. `none` gives the model back as it is: the undefended bar.
 *
 * Threat: that of the chosen defence. An attack that is given the undefended model does not know the defence; one that is
 * given this classifier goes through it, or around it (BPDA, EOT), and that one is the figure that counts.
 *
 * Defaults: those of the tasks: bits 1 is the paper's for MNIST, window 3 and quality 50 are IBM's toolbox's, sigma 0.25 and
 * draws 100 are Cohen's.
 *
 * @param model a model that ends in softmax or in logits, or one behind another defence; it reads images
 *   [n, height, width, channels], pixels from 0 to 1
 * @param defence one of none, squeezing, median, jpeg, gaussian, smoothing
 * @param bits of `squeezing`, for each pixel and channel, 1 to 8
 * @param window of `median`, its height and width in pixels, 1 to 7
 * @param quality of `jpeg` as libjpeg counts, 1 to 100
 * @param sigma of `gaussian` and `smoothing`: the standard deviation of the noise, a share of black to white, more than 0
 * @param draws of `smoothing`: votes for each image, 1 or more
 * @returns the defended classifier; for `none` the model itself
 * @throws where no defence has that name, with the names that there are, or where the chosen one's setting is out of range
 */
export function defend_by_name(
  model: Readable,
  defence: string,
  bits: number /* integer */ = 1,
  window: number /* integer */ = 3,
  quality: number /* integer */ = 50,
  sigma = 0.25,
  draws: number /* integer */ = 100,
): Readable {
  const defences = new Map<string, () => Readable>([
    ['none', () => model],
    ['squeezing', () => squeeze_features(model, bits)],
    ['median', () => smooth_spatially(model, window)],
    ['jpeg', () => compress_jpeg(model, quality)],
    ['gaussian', () => augment_gaussian(model, sigma)],
    ['smoothing', () => smooth_randomly(model, sigma, draws)],
  ]);
  return chooseByName('defence', defence, defences)();
}
