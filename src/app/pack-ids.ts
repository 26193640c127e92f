/** Many ids as one text: a hundred thousand texts would hold up the page while they cross from the worker or to it. */

export function packIds(ids: readonly string[]): string {
  return ids.join('\n');
}

export function unpackIds(packed: string): readonly string[] {
  return packed === '' ? [] : packed.split('\n');
}
