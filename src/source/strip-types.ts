/** Takes the types out of TypeScript. Every line stays where it was, so that a stack names the author's own. */
import { transform } from 'sucrase';
import { syntaxFault, type SyntaxFault } from './parse-module.ts';

export type Stripped =
  | { readonly code: string; readonly faults: readonly [] }
  | { readonly code: null; readonly faults: readonly [SyntaxFault] };

/** JavaScript of the same lines, or the place that stands in the way: a name such as `type` alone in a statement. */
export function stripTypes(text: string): Stripped {
  try {
    return {
      code: transform(text, { transforms: ['typescript'], disableESTransforms: true }).code,
      faults: [],
    };
  } catch (error) {
    return { code: null, faults: [syntaxFault(text, error)] };
  }
}
