// A drawing takes the form of MNIST: in 20 × 20, proportions kept, centre of mass in the middle of pixel 14.
import { describe, expect, it } from 'vitest';
import { fitDrawing } from '#ui/home/fit-drawing.ts';

const SIDE = 280;
function draw(inside: (x: number, y: number) => boolean) {
  const ink = Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
    inside(i % SIDE, Math.floor(i / SIDE)) ? 1 : 0,
  );
  return { width: SIDE, height: SIDE, ink };
}

function measure(field: Float32Array) {
  let [mass, mx, my] = [0, 0, 0];
  const box = { left: 28, top: 28, right: 0, bottom: 0 };
  field.forEach((v, i) => {
    const [x, y] = [i % 28, Math.floor(i / 28)];
    mass += v;
    mx += v * (x + 0.5);
    my += v * (y + 0.5);
    if (v < 1e-6) return;
    Object.assign(box, {
      left: Math.min(box.left, x),
      top: Math.min(box.top, y),
      right: Math.max(box.right, x + 1),
      bottom: Math.max(box.bottom, y + 1),
    });
  });
  return { x: mx / mass, y: my / mass, mass, ...box };
}

it('gives nothing for an empty slate', () => expect(fitDrawing(draw(() => false))).toBeNull());

describe.each([
  ['a bar in a corner', (x: number, y: number) => x >= 10 && x < 30 && y >= 10 && y < 110],
  ['a large square', (x: number, y: number) => x > 20 && x < 260 && y > 20 && y < 260],
  ['a wedge', (x: number, y: number) => x > 60 && x < 200 && y > 60 && y < x],
])('%s', (_, inside) => {
  const field = measure(fitDrawing(draw(inside))!);
  it('fits the box, to within the blur of one pixel', () => {
    const most = Math.max(field.right - field.left, field.bottom - field.top);
    expect(most).toBeGreaterThanOrEqual(20);
    expect(most).toBeLessThanOrEqual(21);
  });
  it('has its mass in the middle of pixel 14', () => {
    expect(field.x).toBeCloseTo(14.5, 1);
    expect(field.y).toBeCloseTo(14.5, 1);
  });
});

it('does not depend on where or how large it was drawn', () => {
  const small = fitDrawing(draw((x, y) => x >= 40 && x < 60 && y >= 30 && y < 130))!;
  const large = fitDrawing(draw((x, y) => x >= 140 && x < 180 && y >= 60 && y < 260))!;
  expect(Math.max(...small.map((v, i) => Math.abs(v - large[i]!)))).toBeLessThan(1e-4);
});

it('keeps every value a grey, with soft edges', () => {
  const field = fitDrawing(draw((x, y) => (x - 140) ** 2 + (y - 140) ** 2 < 90 ** 2))!;
  expect(field.every((v) => v >= 0 && v <= 1)).toBe(true);
  expect(field.some((v) => v > 0.1 && v < 0.9)).toBe(true);
});
