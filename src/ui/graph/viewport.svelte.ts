/** Which part of the sheet is in sight: pan and zoom, fitted by itself until a person takes hold of it. */
import { beginningOf } from './beginning.ts';
import type { Placing, Point } from './placing.ts';

export const ZOOM = { least: 0.08, most: 2.5, step: 1.25 } as const;

/** Room around a fitted graph, and below it for the tools. */
const MARGIN = 24;
const TOOLS = 60;

export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Stand {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export class Viewport {
  /** Of the pane, in px. */
  width = $state(0);
  height = $state(0);
  /** Where the sheet's origin stands in the pane. */
  x = $state(0);
  y = $state(0);
  zoom = $state(1);
  /** What counts as life size; larger on a projector. */
  lifeSize = $state(1);
  /** A person has moved it: it is not fitted by itself any more. */
  held = $state(false);
  #frame = 0;

  get transform(): string {
    return `translate(${this.x}px, ${this.y}px) scale(${this.zoom})`;
  }

  /** What is in sight, on the sheet. */
  get extent(): Extent {
    const { zoom } = this;
    return { x: -this.x / zoom, y: -this.y / zoom, width: this.width / zoom, height: this.height / zoom };
  }

  /** The scale at which this much sheet fits, life size at most. */
  scaleFor(width: number, height: number): number {
    const across = Math.max(1, this.width - 2 * MARGIN) / Math.max(1, width);
    const down = Math.max(1, this.height - MARGIN - TOOLS) / Math.max(1, height);
    return Math.min(this.lifeSize, across, down);
  }

  /** Whether a sheet of this size lies in sight as a whole. */
  holds(width: number, height: number): boolean {
    const { x, y, width: wide, height: high } = this.extent;
    return x <= 0 && y <= 0 && x + wide >= width && y + high >= height;
  }

  /** Begins a drawing that is too large to be read as a whole, at this scale. */
  begin(placing: Placing, zoom: number, slowly: boolean) {
    const room = { width: this.width / zoom, height: (this.height - TOOLS + MARGIN) / zoom };
    const { x, y } = beginningOf(placing, room, MARGIN / zoom);
    this.held = false;
    this.#move({ x: -x * zoom, y: -y * zoom, zoom }, slowly);
  }

  /** Brings all of it into sight, however small. */
  fit(width: number, height: number, slowly: boolean) {
    const zoom = this.scaleFor(width, height);
    const centre = (pane: number, sheet: number) => Math.max(MARGIN, (pane - sheet * zoom) / 2);
    const y = Math.min(centre(this.height, height), Math.max(MARGIN, this.height - TOOLS - height * zoom));
    this.held = false;
    this.#move({ x: centre(this.width, width), y, zoom }, slowly);
  }

  pan(dx: number, dy: number) {
    this.held = true;
    this.#move({ x: this.x + dx, y: this.y + dy, zoom: this.zoom }, false);
  }

  /** Moves the sheet under the eye without counting as a person's move. */
  shift(dx: number, dy: number) {
    this.#move({ x: this.x + dx, y: this.y + dy, zoom: this.zoom }, false);
  }

  /** Zooms so that the point of the pane stays where it is. */
  zoomAt(factor: number, at: Point = { x: this.width / 2, y: this.height / 2 }, slowly = false) {
    // What was fitted smaller than that is not made larger by making it smaller.
    const least = Math.min(ZOOM.least, this.zoom);
    const zoom = Math.min(ZOOM.most, Math.max(least, this.zoom * factor));
    const ratio = zoom / this.zoom;
    this.held = true;
    this.#move({ x: at.x - (at.x - this.x) * ratio, y: at.y - (at.y - this.y) * ratio, zoom }, slowly);
  }

  centre(point: Point) {
    this.held = true;
    const { zoom } = this;
    this.#move({ x: this.width / 2 - point.x * zoom, y: this.height / 2 - point.y * zoom, zoom }, false);
  }

  /** The least move that brings this into sight. */
  reveal({ x, y, width, height }: Extent, margin = 24) {
    const nudge = (start: number, size: number, pane: number) => {
      if (start < margin) return margin - start;
      const over = start + size - (pane - margin);
      return over > 0 ? -Math.min(over, start - margin) : 0;
    };
    const dx = nudge(this.x + x * this.zoom, width * this.zoom, this.width);
    const dy = nudge(this.y + y * this.zoom, height * this.zoom, this.height);
    if (dx || dy) this.#move({ x: this.x + dx, y: this.y + dy, zoom: this.zoom }, true);
  }

  #move(to: Stand, slowly: boolean) {
    cancelAnimationFrame(this.#frame);
    const calm = !slowly || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (calm) return this.#stand(to);
    const from = { x: this.x, y: this.y, zoom: this.zoom };
    const began = performance.now();
    const tick = (now: number) => {
      const t = Math.min(1, Math.max(0, (now - began) / 200));
      const eased = 1 - (1 - t) ** 3;
      const between = (a: number, b: number) => a + (b - a) * eased;
      this.#stand({ x: between(from.x, to.x), y: between(from.y, to.y), zoom: between(from.zoom, to.zoom) });
      if (t < 1) this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #stand({ x, y, zoom }: Stand) {
    this.x = x;
    this.y = y;
    this.zoom = zoom;
  }
}
