/** Takes the types out of TypeScript. Every line stays where it was, so that a stack names the author's own. */
import { transform } from 'sucrase';

/** JavaScript of the same lines. The text must have been found to parse. */
export function stripTypes(text: string): string {
  return transform(text, { transforms: ['typescript'], disableESTransforms: true }).code;
}
