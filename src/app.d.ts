// Types that Kit and the page add to the global scope.
import type { Client } from '#core/client.ts';

declare global {
  interface Window {
    /** The typed client, for the console and for scripts. */
    alidade: Client;
  }
  namespace App {}
}

export {};
