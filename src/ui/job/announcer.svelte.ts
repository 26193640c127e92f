/** Feeds a polite live region: gathers what changed and speaks at most every second and a half. */
import { untrack } from 'svelte';
import { EMPTY_VIEW, type JobView } from '#core/job/fold.ts';
import { sayChanges } from './announce.ts';

const PACE = 1500;

export class Announcer {
  text = $state('');
  #seen: JobView | null = null;
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: () => JobView) {
    $effect(() => {
      const next = view();
      // What had happened before the page opened is no news.
      if (this.#seen && next !== EMPTY_VIEW) this.#waiting.push(...sayChanges(this.#seen, next));
      this.#seen = next === EMPTY_VIEW && !this.#seen ? null : next;
      if (this.#waiting.length > 0)
        this.#timer ??= setTimeout(() => this.#speak(), untrack(() => this.text) ? PACE : 100);
    });
    $effect(() => () => clearTimeout(this.#timer));
  }

  #speak(): void {
    this.#timer = undefined;
    this.text = this.#waiting.splice(0).slice(-4).join(' ');
  }
}
