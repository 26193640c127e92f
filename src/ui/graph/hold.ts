/** Takes hold of the sheet: drag and pinch with pointers, wheel and trackpad; buttons and keys do the same elsewhere. */
import type { Attachment } from 'svelte/attachments';
import type { Point } from './placing.ts';
import type { Viewport } from './viewport.svelte.ts';

/** A press that moves less than this is a click. */
const SLACK = 4;

export function hold(viewport: Viewport): Attachment<HTMLElement> {
  return (pane) => {
    const grip = new Grip(pane, viewport);
    const listen = { capture: true, passive: false };
    for (const kind of Grip.kinds) pane.addEventListener(kind, grip, listen);
    return () => {
      for (const kind of Grip.kinds) pane.removeEventListener(kind, grip, listen);
    };
  };
}

class Grip implements EventListenerObject {
  static readonly kinds = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'click', 'wheel'];
  #pointers = new Map<number, Point>();
  #moved = 0;

  constructor(
    readonly pane: HTMLElement,
    readonly viewport: Viewport,
  ) {}

  handleEvent(event: Event) {
    if (event.type === 'wheel') this.#wheel(event as WheelEvent);
    else if (event.type === 'click') this.#click(event as MouseEvent);
    else if (event.type === 'pointerdown') this.#down(event as PointerEvent);
    else if (event.type === 'pointermove') this.#move(event as PointerEvent);
    else this.#up(event as PointerEvent);
  }

  #at(event: { clientX: number; clientY: number }): Point {
    const box = this.pane.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** Middle and distance of two fingers. */
  #span() {
    const [a, b] = [...this.#pointers.values()];
    return a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, gap: Math.hypot(a.x - b.x, a.y - b.y) } : null;
  }

  #down(event: PointerEvent) {
    // A line that is drawn from a port moves nothing.
    if (event.button > 1 || (event.target as Element).closest('[data-port]')) return;
    if (this.#pointers.size === 0) this.#moved = 0;
    this.#pointers.set(event.pointerId, this.#at(event));
  }

  #move(event: PointerEvent) {
    const last = this.#pointers.get(event.pointerId);
    if (!last) return;
    const before = this.#span();
    const now = this.#at(event);
    this.#pointers.set(event.pointerId, now);
    const after = this.#span();
    if (before && after) {
      this.#moved = SLACK + 1;
      this.viewport.pan(after.x - before.x, after.y - before.y);
      this.viewport.zoomAt(after.gap / Math.max(1, before.gap), after);
      return;
    }
    const drags = this.#moved > SLACK;
    this.#moved += Math.hypot(now.x - last.x, now.y - last.y);
    if (this.#moved <= SLACK) return;
    if (!drags) {
      this.pane.setPointerCapture(event.pointerId);
      this.pane.dataset.held = '';
    }
    this.viewport.pan(now.x - last.x, now.y - last.y);
  }

  #up(event: PointerEvent) {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) delete this.pane.dataset.held;
  }

  /** What ends a drag is no click. */
  #click(event: MouseEvent) {
    if (this.#moved > SLACK) event.stopPropagation();
    this.#moved = 0;
  }

  #wheel(event: WheelEvent) {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || event.metaKey)
      this.viewport.zoomAt(Math.exp(-event.deltaY * unit * 0.01), this.#at(event));
    else if (event.shiftKey) this.viewport.pan(-(event.deltaY + event.deltaX) * unit, 0);
    else this.viewport.pan(-event.deltaX * unit, -event.deltaY * unit);
  }
}
