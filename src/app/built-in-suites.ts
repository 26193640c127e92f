/** The built-in suites and their graphs as texts, in a chunk beside the sources of their plugins. */
export const suites = import.meta.glob<string>(['/plugins/*.toml', '/plugins/entrypoints/*.{yml,yaml}'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
