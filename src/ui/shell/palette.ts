/** What the command palette offers: places from the shell itself, the rest from the app. */
import { PLACES } from './places.ts';

export interface PaletteItem {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  readonly note?: string | undefined;
  /** Path and query inside the app, or something to do. */
  readonly to: { readonly path: string; readonly query?: Readonly<Record<string, string>> } | (() => void);
}

export const PLACE_ITEMS: readonly PaletteItem[] = PLACES.map((place) => ({
  id: `place ${place.name}`,
  group: 'Places',
  name: place.name,
  note: `g ${place.key}`,
  to: { path: place.path },
}));
