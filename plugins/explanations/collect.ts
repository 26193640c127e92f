/** Several explanations of the same readings side by side, ready to be drawn. */
import type { NdArray } from 'alidade/sdk';
import type { ExplainedItem, Explanations } from './explain.ts';
import { flattenMap } from './flatten.ts';

export interface ExplanationSheet {
  readonly format: 1;
  readonly classes: readonly string[];
  readonly items: readonly ExplainedItem[];
  /** Such as `saliency`, in the order of the maps. */
  readonly methods: readonly string[];
  /** [items, height, width, channels], float32, 0 to 1. */
  readonly original: NdArray<Float32Array>;
  /** [methods, items, height, width], float32: how much each pixel speaks for the class, below 0 against it. */
  readonly maps: NdArray<Float32Array>;
}

/**
 * Sets explanations of the same images and the same readings side by side; of colours it takes the sum. They look at different
 * things (a slope, a share of the logit, where a convolution saw something), so their sizes do not compare.
 *
 * @param explanations one or more, of the same first images [n, height, width, channels], model and class
 * @returns readings and maps, ready to be drawn
 * @throws where there is none, a method comes twice, or they explain other images, readings or classes
 */
export function collect_explanations(explanations: readonly Explanations[]): ExplanationSheet {
  const [first] = explanations;
  if (!first) throw new Error('At least one explanation is needed.');
  const methods = explanations.map(({ method }) => method);
  const twice = methods.find((name, i) => methods.indexOf(name) !== i);
  if (twice) throw new Error(`${twice} is given twice.`);
  for (const other of explanations) checkSame(first, other);
  const [count = 0, height = 0, width = 0] = first.original.shape;
  const size = count * height * width;
  const data = new Float32Array(methods.length * size);
  explanations.forEach(({ maps }, k) => data.set(flattenMap(maps.data, maps.shape[3] ?? 1), k * size));
  const { classes, items, original } = first;
  return {
    format: 1,
    classes,
    items,
    methods,
    original,
    maps: { shape: [methods.length, count, height, width], data },
  };
}

function checkSame(first: Explanations, other: Explanations): void {
  const pair = `${first.method} and ${other.method}`;
  const { original } = other;
  if (
    original.shape.join() !== first.original.shape.join() ||
    !original.data.every((value, i) => value === first.original.data[i])
  )
    throw new Error(`${pair} explain other images: give them the same data set and the same count.`);
  const at = other.items.findIndex((item, i) => item.explained !== first.items[i]!.explained);
  if (at >= 0)
    throw new Error(
      `${pair} explain another class of image ${at + 1}: ${first.items[at]!.explained} and ${other.items[at]!.explained}.`,
    );
  const read = other.items.findIndex((item, i) => item.prediction !== first.items[i]!.prediction);
  if (read >= 0)
    throw new Error(`${pair} explain other readings of image ${read + 1}: give them the same model.`);
}
