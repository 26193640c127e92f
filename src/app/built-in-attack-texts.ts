/** The sources of the built-in plugins that attack, as texts: a chunk beside that of the others, so that neither is large. */
export const attackTexts = import.meta.glob<string>(
  '/plugins/{black_box,dioptra_optic,evasion}/**/*.{ts,js,json,py}',
  { query: '?raw', import: 'default', eager: true },
);
