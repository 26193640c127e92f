/** Joining one step to another in the drawing: by drawing a line to it, or by walking there with the keys. */
import type { Point } from './placing.ts';

export class Joining {
  /** The step from which a line is drawn; null while none is. */
  from = $state<string | null>(null);
  /** Where the pointer is, in the pane; null while it is done by keys. */
  point = $state.raw<Point | null>(null);
  /** The step under the pointer. */
  over = $state<string | null>(null);

  /** By keys: the step that is walked to is the other end. */
  begin(from: string): void {
    [this.from, this.point, this.over] = [from, null, null];
  }

  leave(): void {
    [this.from, this.point, this.over] = [null, null, null];
  }

  /** Follows a pointer that was pressed on the port of a step, until it is let go; tells both ends if that was over another step. */
  follow(
    from: string,
    event: PointerEvent,
    pane: HTMLElement,
    join: (from: string, to: string) => void,
  ): void {
    event.preventDefault();
    this.from = from;
    const place = ({ clientX, clientY }: PointerEvent) => {
      const box = pane.getBoundingClientRect();
      this.point = { x: clientX - box.left, y: clientY - box.top };
      const card = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>('[data-step]');
      this.over =
        card && pane.contains(card) && card.dataset.step !== from ? (card.dataset.step ?? null) : null;
    };
    place(event);
    const end = new AbortController();
    const { signal } = end;
    addEventListener('pointermove', place, { signal });
    const letGo = (joins: boolean) => {
      end.abort();
      const to = this.over;
      this.leave();
      if (joins && to !== null) join(from, to);
    };
    addEventListener('pointerup', () => letGo(true), { signal });
    addEventListener('pointercancel', () => letGo(false), { signal });
    addEventListener('keydown', (key) => key.key === 'Escape' && letGo(false), { signal });
  }
}
