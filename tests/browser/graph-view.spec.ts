// How drawings of task graphs open: whole where they can be read so, else from their first steps on; and the map beside them.
import { expect, test, type Page } from '@playwright/test';
import { LONG, open } from './app.ts';

const LARGE = [
  'Defences: oblivious and adaptive',
  'Defence: PGD training and TRADES',
  'MNIST demo of Dioptra OPTIC',
];
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1440, height: 900 };

/** The cards of the drawing with the room that they are seen in, once nothing moves any more; in px of the screen. */
async function look(page: Page) {
  await expect(page.locator('[data-step]').first()).toBeVisible();
  await page.waitForTimeout(1200);
  return page.evaluate(() => {
    const rect = (element: Element) => element.getBoundingClientRect();
    const cards = [...document.querySelectorAll('[data-step]')];
    const pane = rect(cards[0]!.closest('[role=listbox]')!);
    const tools = rect(document.querySelector('[aria-label=Drawing]')!);
    const places = cards.map((card) => ({ name: card.getAttribute('data-step')!, ...rect(card).toJSON() }));
    const size = parseFloat(getComputedStyle(cards[0]!.querySelector('.task')!).fontSize);
    const scale = rect(cards[0]!).width / (cards[0] as HTMLElement).offsetWidth;
    return {
      cards: places as { name: string; left: number; right: number; top: number; bottom: number }[],
      pane: { left: pane.left, right: pane.right, top: pane.top, bottom: tools.top },
      letters: size * scale,
      scale,
    };
  });
}

type Looked = Awaited<ReturnType<typeof look>>;

function inSight({ cards, pane }: Looked) {
  return cards.filter(
    ({ left, right, top, bottom }) =>
      left >= pane.left && right <= pane.right && top >= pane.top && bottom <= pane.bottom,
  );
}

function firstOf({ cards }: Looked) {
  return cards.toSorted((a, b) => a.top - b.top || a.left - b.left)[0]!;
}

async function show(page: Page, name: string): Promise<void> {
  const alidade = await open(page);
  const { resource } = (await alidade.entrypoints.find(name))!;
  await page.goto(`entrypoints/view/?id=${resource.id}`);
}

const tools = (page: Page) => page.getByRole('toolbar', { name: 'Drawing' });
const map = (page: Page) => page.locator('.graph .map[aria-hidden]');

for (const [device, size] of [
  ['desk', DESK],
  ['phone', PHONE],
] as const)
  test(`on a ${device} a large graph opens on its first cards, legible, and “Fit” shows all`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    for (const name of LARGE) {
      await show(page, name);
      const opened = await look(page);
      expect(opened.scale, name).toBeGreaterThanOrEqual(0.5);
      expect(opened.letters, name).toBeGreaterThanOrEqual(9);
      expect(inSight(opened), name).toContainEqual(firstOf(opened));
      expect(inSight(opened).length, name).toBeGreaterThanOrEqual(3);
      await tools(page).getByRole('button', { name: 'Fit the graph' }).click();
      const fitted = await look(page);
      expect(inSight(fitted).length, name).toBe(fitted.cards.length);
    }
  });

test('a graph that can be read as a whole opens so, on the page of a job too', async ({ page }) => {
  await page.setViewportSize(DESK);
  const alidade = await open(page);
  const { job } = await alidade.jobs.run({ entrypoint: 'Demo' });
  for (const path of [`entrypoints/view/?id=${job!.entrypoint.resource}`, `jobs/view/?id=${job!.id}`]) {
    await page.goto(path);
    const opened = await look(page);
    expect(inSight(opened).length).toBe(opened.cards.length);
    await expect(tools(page).getByRole('button', { name: 'Map' })).toHaveCount(0);
  }
});

test('10,000 steps open on the first of them, and “Fit” holds them all', async ({ page }) => {
  test.setTimeout(LONG);
  await page.setViewportSize(DESK);
  const alidade = await open(page);
  const { content } = (await alidade.entrypoints.find('Hello World'))!;
  const steps = Array.from({ length: 10_000 }, (_, n) =>
    n === 0
      ? 's0:\n  hello:\n    name: $name\n'
      : `s${n}:\n  shout:\n    greeting: $s${Math.floor((n - 1) / 20)}\n`,
  );
  const { resource } = await alidade.entrypoints.create({
    ...content,
    name: 'Ten thousand',
    taskGraph: steps.join(''),
    artifactGraph: '',
  });
  await page.goto(`entrypoints/view/?id=${resource.id}`);
  await expect(page.locator('[data-step=s0]')).toBeVisible({ timeout: 120_000 });
  const opened = await look(page);
  expect(inSight(opened).map(({ name }) => name)).toContain('s0');
  expect(opened.letters).toBeGreaterThanOrEqual(9);
  await tools(page).getByRole('button', { name: 'Fit the graph' }).click();
  await expect(page.getByText(/^10,000 steps in sight/)).toBeVisible();
});

test('the map stands only beside what exceeds the view, is put away for good, and is not there on a phone', async ({
  page,
}) => {
  await page.setViewportSize(DESK);
  await show(page, LARGE[0]!);
  await look(page);
  const toggle = tools(page).getByRole('button', { name: 'Map' });
  // A narrow pane has no room for it until it is asked for.
  await expect(map(page)).toHaveCount(0);
  await toggle.click();
  await expect(map(page)).toBeVisible();
  await page.reload();
  await expect(map(page)).toBeVisible();
  await toggle.press('Enter');
  await expect(map(page)).toHaveCount(0);
  await page.reload();
  await look(page);
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
  await expect(map(page)).toHaveCount(0);
  await toggle.click();
  await tools(page).getByRole('button', { name: 'Fit the graph' }).click();
  await expect(map(page)).toHaveCount(0);
  await tools(page).getByRole('button', { name: 'Zoom in' }).click({ clickCount: 3 });
  await expect(map(page)).toBeVisible();
  await page.setViewportSize(PHONE);
  await expect(map(page)).toBeHidden();
});
