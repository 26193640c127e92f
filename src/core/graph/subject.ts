/** What a check looks at: the description in its nouns, the types that it defines, and what is known from outside. */
import type { Registry } from '#core/types/registry.ts';
import type { Type } from '#core/types/type.ts';
import type { Description } from './description.ts';

export interface Subject {
  readonly description: Description;
  readonly registry: Registry;
  /** Types of parameters that have neither a declared type nor a default, because the job gives them. */
  readonly openParameters: ReadonlyMap<string, Type>;
}
