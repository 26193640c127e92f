/** How each parameter word is written. */
import type { ParameterWord } from '#core/resources/content.ts';

export const WORDS: Readonly<
  Record<ParameterWord, { readonly hint: string; readonly inputmode: 'text' | 'decimal' | 'numeric' }>
> = {
  string: { hint: 'text', inputmode: 'text' },
  float: { hint: '0.1', inputmode: 'decimal' },
  integer: { hint: '10', inputmode: 'numeric' },
  boolean: { hint: 'true', inputmode: 'text' },
  list: { hint: '[1, 2, 3]', inputmode: 'text' },
  mapping: { hint: '{"a": 1}', inputmode: 'text' },
};
