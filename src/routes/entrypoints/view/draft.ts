/** The text that was typed and not saved, kept on this device until it is saved or thrown away. */
import type { EntrypointContent } from '#core/resources/content.ts';

export type Texts = Pick<EntrypointContent, 'taskGraph' | 'artifactGraph'>;

const keyOf = (id: string) => `alidade.draft.${id}`;

export function readDraft(id: string): Texts | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const { taskGraph, artifactGraph } = kept as Partial<Texts>;
    return typeof taskGraph === 'string' && typeof artifactGraph === 'string'
      ? { taskGraph, artifactGraph }
      : null;
  } catch {
    return null;
  }
}

export function keepDraft(id: string, { taskGraph, artifactGraph }: Texts): void {
  localStorage.setItem(keyOf(id), JSON.stringify({ taskGraph, artifactGraph }));
}

export function dropDraft(id: string): void {
  localStorage.removeItem(keyOf(id));
}
