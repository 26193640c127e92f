// eslint looks at Svelte templates and nothing else; rooms, cycles and script are oxlint's and the compiler's.
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default [
  { ignores: ['node_modules/', 'build/', '.svelte-kit/', 'static/', '**/*.svelte.ts'] },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: {
      // Links come into ui as props, already resolved by app; ui may not import $app/paths.
      'svelte/no-navigation-without-resolve': 'off',
      // svelte-check knows what the compiler warns of.
      'svelte/no-unused-svelte-ignore': 'off',
      // A Map that never changes after it is made needs no runes.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
];
