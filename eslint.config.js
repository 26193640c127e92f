// eslint looks at Svelte templates and nothing else; rooms, cycles and script are oxlint's and the compiler's.
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default [
  { ignores: ['node_modules/', 'build/', '.svelte-kit/', 'static/'] },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
  },
];
