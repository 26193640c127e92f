/** The indefinite article. */

/** A noun with its article: `a queue`, `an entrypoint`. Right for words that sound as they are spelt, which all of ours do. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
