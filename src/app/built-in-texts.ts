/** The files of the built-in plugins as texts, in one chunk that is loaded when they are imported. */
export const texts = import.meta.glob<string>(
  [
    '/plugins/*.toml',
    '/plugins/*/**/*.{ts,js,json,py}',
    '/plugins/entrypoints/*.{yml,yaml}',
    '!/plugins/tsconfig.json',
  ],
  { query: '?raw', import: 'default', eager: true },
);
