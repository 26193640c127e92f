/** Keeps what is being read where it is while rows come and go above it. */

/** Notes the first row in sight below `headroom`; what it gives scrolls so that this row stands where it stood. Null at the beginning of the list. */
export function notePlace(body: HTMLElement, headroom: number): (() => void) | null {
  if (body.getBoundingClientRect().top >= headroom) return null;
  const rows = [...body.querySelectorAll<HTMLElement>('tr[data-id]')];
  const row = rows.find((one) => one.getBoundingClientRect().top >= headroom);
  if (!row) return null;
  const { id } = row.dataset;
  const before = row.getBoundingClientRect().top;
  return () => {
    const after = body.querySelector(`tr[data-id="${id}"]`)?.getBoundingClientRect().top ?? before;
    if (Math.abs(after - before) > 1) scrollBy({ top: after - before, behavior: 'instant' });
  };
}
