/** What the page puts on its window. */
import type { Client } from '#core/client.ts';

declare global {
  var alidade: Client;
}
