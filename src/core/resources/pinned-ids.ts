/** What a content or a record pins, found by the form of pins, wherever they stand. */
import type { Pin } from './content.ts';

/** Ids of the resources that pins below a value name, and of the artifacts of a model's versions. */
export function* pinnedIds(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const { resource, number, hash, artifact } = value as Partial<Pin> & { readonly artifact?: unknown };
  if (typeof resource === 'string' && typeof number === 'number' && typeof hash === 'string') yield resource;
  if (typeof artifact === 'string') yield artifact;
  for (const part of Object.values(value)) yield* pinnedIds(part);
}
