/** Of which step more is told: the one under a pointer that rests, or the one that keys have reached. */

/** Milliseconds: before the first is told, and before the next. */
const REST = { first: 420, next: 80 };

export class Told {
  step = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  over(event: PointerEvent): void {
    clearTimeout(this.#timer);
    const card =
      event.pointerType === 'mouse' && (event.target as Element).closest<HTMLElement>('[data-step]');
    if (!card || event.buttons > 0) this.step = null;
    else
      this.#timer = setTimeout(
        () => (this.step = card.dataset.step ?? null),
        this.step ? REST.next : REST.first,
      );
  }

  focus(event: FocusEvent): void {
    const card = event.target as HTMLElement;
    this.step = card.matches('[data-step]:focus-visible') ? (card.dataset.step ?? null) : null;
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.step = null;
  }
}
