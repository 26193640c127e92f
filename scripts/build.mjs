// npm run build: the app as static files in build/.
import { build, install } from './setup.mjs';

install();
await build();
