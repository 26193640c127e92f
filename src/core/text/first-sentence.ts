/** What stands first in a text that describes something. */

/** Up to the first full stop, question or exclamation mark that ends a sentence, else all of the first paragraph. */
export function firstSentence(text: string): string {
  const [paragraph = ''] = text.trim().split(/\n\s*\n/);
  const words = paragraph.replaceAll(/\s+/g, ' ');
  return /^.*?(?<!\b(?:et al|e\.g|i\.e|vs|cf))[.!?](?= \p{Lu})/u.exec(words)?.[0] ?? words;
}
