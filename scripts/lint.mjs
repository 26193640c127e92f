// npm run lint: rooms, cycles and size by oxlint, Svelte templates by eslint; nothing is checked by both.
import { install, run } from './setup.mjs';

install();
// Without Kit's generated tsconfig the rule against import cycles says nothing at all.
const kit = await run('@sveltejs/kit/svelte-kit.js', ['sync']);
if (kit !== 0) process.exit(kit);

const rooms = await run('oxlint/bin/oxlint', process.argv.slice(2));
const templates = await run('eslint/bin/eslint.js', ['src', '--no-error-on-unmatched-pattern']);
process.exitCode = rooms || templates;
