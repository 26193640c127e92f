/** The built-in suites, what stands beside them, and their graphs as texts, in a chunk beside the sources of their plugins. */
export const suites = import.meta.glob<string>(
  ['/plugins/*.toml', '/plugins/alidade.json', '/plugins/entrypoints/*.{yml,yaml}'],
  { query: '?raw', import: 'default', eager: true },
);
