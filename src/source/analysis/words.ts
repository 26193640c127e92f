/** Words of the author as names of the reference's kind, and names that say the same. */

/** `AdversarialImages` → `adversarial_images`. */
export function snakeCase(name: string): string {
  const split = name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2');
  return split
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** A form that names share if they differ by capitals and joints alone: `AdversarialImages`, `adversarial_images`. */
export function looseName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** A piece of text on one line, and not too long to be read. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
