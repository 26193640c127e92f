/** What a copy of a resource is called. */
import type { ResourceKind } from '#core/resources/content.ts';
import { store } from './store.ts';

/** `name (copy)`, or with a number where that is taken; for plugins, whose names are identifiers, `name_copy`. */
export async function freeCopyName(kind: ResourceKind, name: string): Promise<string> {
  const plain = kind === 'plugin';
  for (let n = 1; ; n += 1) {
    const tail = plain ? `_copy${n > 1 ? n : ''}` : ` (copy${n > 1 ? ` ${n}` : ''})`;
    const free = name + tail;
    if (!(await store.resources.find(kind, free))) return free;
  }
}
