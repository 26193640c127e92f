/** The page's one store. It opens at its first use; what its browser refuses later is told to whoever listens. */
import { openStore, type Store } from '#store/store.ts';

type Trouble = 'newer-version' | 'cleared' | 'blocked';

const listeners = new Set<(trouble: Trouble) => void>();
const tell = (trouble: Trouble) => listeners.forEach((listener) => listener(trouble));

export const store: Store = openStore('alidade', { onClosed: tell, onBlocked: () => tell('blocked') });

/** Hears when the database was closed under this tab, or waits for another one. */
export function onStoreTrouble(listener: (trouble: Trouble) => void): void {
  listeners.add(listener);
}
