/** A type's structure as YAML, as it is written in a resource file. */
import { stringify } from 'yaml';
import type { Json } from '#core/resources/content.ts';

export function structureText(structure: Json): string {
  return structure === null ? '' : stringify(structure);
}
