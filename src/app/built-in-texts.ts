/** The sources of the built-in plugins as texts, in one chunk that is loaded when they are imported. */
export const texts = import.meta.glob<string>('/plugins/*/**/*.{ts,js,json,py}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
