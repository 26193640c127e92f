/** How components make links and move, given by the layout; the interface itself knows nothing of the router. */
import { createContext } from 'svelte';

export type Query = Readonly<Record<string, string | number | null | undefined>>;

export interface Navigation {
  /** Where the page stands now; reactive. */
  readonly url: URL;
  /** Path below the app's root, such as `jobs/view/`; reactive. */
  readonly path: string;
  /** An address inside the app: `href('jobs/view/', { id })`. Works from any sub-path. */
  href(path: string, query?: Query): string;
  go(href: string): void;
  /** Changes part of the query without a new page: null removes a key. */
  replace(query: Query): void;
}

export const [getNavigation, setNavigation] = createContext<Navigation>();
