/** What was typed in the last moment before a page went, when the database could no longer take it; read once by the next page. */
import type { ContentOf, ResourceKind } from '#core/resources/content.ts';

const keyOf = (kind: ResourceKind, id: string | null) => `alidade.typed.${kind}.${id ?? 'new'}`;

/** Synchronous, so that it is done before the page is gone. Where there is no room, the database's own copy has to do. */
export function leaveTyped<K extends ResourceKind>(kind: K, id: string | null, content: ContentOf[K]): void {
  try {
    localStorage.setItem(keyOf(kind, id), JSON.stringify(content));
  } catch {
    // Only the last moment is lost; what was typed before it is in the database.
  }
}

/** What was left, which is gone from there by now. Before there were drafts, an entrypoint's unsaved texts stood under `alidade.draft`. */
export function takeTyped<K extends ResourceKind>(kind: K, id: string | null): Partial<ContentOf[K]> | null {
  for (const key of [keyOf(kind, id), `alidade.draft.${id}`]) {
    const text = localStorage.getItem(key);
    if (text === null) continue;
    localStorage.removeItem(key);
    return JSON.parse(text) as Partial<ContentOf[K]>;
  }
  return null;
}
