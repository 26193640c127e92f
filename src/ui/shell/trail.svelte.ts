/** What the bar at the top says about where one is; each page tells it through PageHead. */
import { createContext } from 'svelte';

export class Trail {
  /** The name of the thing shown, below its place; null on a place's own page. */
  title = $state<string | null>(null);
}

export const [getTrail, setTrail] = createContext<Trail>();
