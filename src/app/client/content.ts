/** What a script gives as content: filled up to a whole one, and checked as the forms check it. */
import type { ContentPart } from '#core/client.ts';
import { ANATOMY } from '#core/resources/anatomy.ts';
import { checkContent } from '#core/resources/check-content.ts';
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { Refusal } from '#store/refusal.ts';

/** The whole content that a part gives over another; a field that is given as undefined stays. */
export function fill<K extends ResourceKind>(base: ContentOf[K], part: ContentPart<K>): ContentOf[K] {
  const given = Object.entries(part).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(given) };
}

/** Refuses what the form of this kind would not let through. */
export function refuseFaults<K extends ResourceKind>(kind: K, content: ContentOf[K]): void {
  const fields = ANATOMY[kind].fields.map(({ key }) => key);
  const unknown = Object.keys(content).filter((key) => !fields.includes(key));
  const faults = [
    ...unknown.map((key) => `${key}: There is no such field; there are ${fields.join(', ')}.`),
    ...checkContent(kind, content).map(({ path, message }) => `${path.join('.')}: ${message}`),
  ];
  if (faults.length === 0) return;
  const { noun } = KINDS[kind];
  const what = `This ${noun} cannot be saved. ${faults.join(' ')}`;
  throw new Refusal('bad-content', what, 'Mend what is named, and try again.');
}
