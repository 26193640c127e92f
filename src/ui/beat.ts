/** Motion for what lasts, in few steps: where the CPU draws the page, every frame is taken from the job. */

/** Milliseconds between two steps. */
const STEP = 160;
/** Steps until all that moves by it stands as it did: whole turns of 8 and of 12. */
const ROUND = 24;

/**
 * Counts on in the element's `--beat`, from 0 to 23 and again, for its styles to move by. All elements step in the same frame;
 * nothing moves for who wants no motion.
 */
export function beat(element: SVGElement): () => void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const step = () => {
    const now = performance.now();
    element.style.setProperty('--beat', String(Math.floor(now / STEP) % ROUND));
    timer = setTimeout(step, STEP - (now % STEP));
  };
  step();
  return () => clearTimeout(timer);
}
