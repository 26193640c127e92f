/** Takes hold of the sheet: drag and pinch with pointers, wheel and trackpad; buttons and keys do the same elsewhere. */
import type { Attachment } from 'svelte/attachments';
import type { Point } from './placing.ts';
import type { Viewport } from './viewport.svelte.ts';

/** A press that moves less than this is a click. */
const SLACK = 4;

export function hold(viewport: Viewport): Attachment<HTMLElement> {
  return (pane) => {
    const pointers = new Map<number, Point>();
    let moved = 0;

    const at = (event: { clientX: number; clientY: number }): Point => {
      const box = pane.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const span = () => {
      const [a, b] = [...pointers.values()];
      return a && b
        ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, gap: Math.hypot(a.x - b.x, a.y - b.y) }
        : null;
    };

    const down = (event: PointerEvent) => {
      if (event.button > 1) return;
      if (pointers.size === 0) moved = 0;
      pointers.set(event.pointerId, at(event));
    };
    const move = (event: PointerEvent) => {
      const last = pointers.get(event.pointerId);
      if (!last) return;
      const before = span();
      const now = at(event);
      pointers.set(event.pointerId, now);
      const after = span();
      if (before && after) {
        viewport.pan(after.x - before.x, after.y - before.y);
        viewport.zoomAt(after.gap / Math.max(1, before.gap), after);
        moved = SLACK + 1;
        return;
      }
      const started = moved > SLACK;
      moved += Math.hypot(now.x - last.x, now.y - last.y);
      if (moved <= SLACK) return;
      if (!started) pane.setPointerCapture(event.pointerId);
      pane.dataset.held = '';
      viewport.pan(now.x - last.x, now.y - last.y);
    };
    const up = (event: PointerEvent) => {
      pointers.delete(event.pointerId);
      if (pointers.size === 0) delete pane.dataset.held;
    };
    // What ends a drag is no click.
    const click = (event: MouseEvent) => {
      if (moved > SLACK) event.stopPropagation();
      moved = 0;
    };
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : 1;
      if (event.ctrlKey || event.metaKey) viewport.zoomAt(Math.exp(-event.deltaY * unit * 0.01), at(event));
      else if (event.shiftKey) viewport.pan(-(event.deltaY + event.deltaX) * unit, 0);
      else viewport.pan(-event.deltaX * unit, -event.deltaY * unit);
    };

    pane.addEventListener('pointerdown', down);
    pane.addEventListener('pointermove', move);
    pane.addEventListener('pointerup', up);
    pane.addEventListener('pointercancel', up);
    pane.addEventListener('click', click, { capture: true });
    pane.addEventListener('wheel', wheel, { passive: false });
    return () => {
      pane.removeEventListener('pointerdown', down);
      pane.removeEventListener('pointermove', move);
      pane.removeEventListener('pointerup', up);
      pane.removeEventListener('pointercancel', up);
      pane.removeEventListener('click', click, { capture: true });
      pane.removeEventListener('wheel', wheel);
    };
  };
}
