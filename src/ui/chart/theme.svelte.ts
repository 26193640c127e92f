/** Counts the changes of theme and text size, so that what is drawn on a canvas can be drawn anew. */
export class ThemeChanges {
  count = $state(0);

  constructor() {
    $effect(() => {
      const turn = () => (this.count += 1);
      const watch = new MutationObserver(turn);
      watch.observe(document.documentElement, {
        attributes: true,
        attributeFilter: ['data-theme', 'data-size'],
      });
      const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];
      const media = queries.map((query) => matchMedia(query));
      media.forEach((m) => m.addEventListener('change', turn));
      return () => {
        watch.disconnect();
        media.forEach((m) => m.removeEventListener('change', turn));
      };
    });
  }
}
