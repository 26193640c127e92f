/** The sources of the built-in plugins as texts, loaded when they are imported; what attacks stands in a chunk of its own. */
export const texts = import.meta.glob<string>(
  ['/plugins/*/**/*.{ts,js,json,py}', '!/plugins/{black_box,dioptra_optic,evasion}/**'],
  { query: '?raw', import: 'default', eager: true },
);
