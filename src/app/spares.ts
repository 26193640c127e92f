/** The page's warm sandbox: ready before the first job asks, and again while nothing else is to do. */
import { assets } from '#engine/assets.ts';
import { Spares } from '#engine/spares.ts';

export const spares = new Spares(assets);
