// The first minute of a stranger: a browser that has nothing of the app, one click, and the time until the verdict stands there.
import type { Browser } from 'playwright';
import type { BenchContext, Row } from './index.ts';

export const name = 'First visit: cold cache, one click, verdict';

const VISITS = 3;
const PATIENCE = 180_000;

export async function run({ site, browser, say }: BenchContext): Promise<readonly Row[]> {
  const [url, chromium] = [await site(), await browser()];
  const visits: Visit[] = [];
  for (let i = 0; i < VISITS; i++) {
    visits.push(await visit(chromium, url));
    say(`visit ${i + 1}: ${Math.round(visits.at(-1)!.verdict)} ms`);
  }
  const row = (figure: string, key: keyof Visit, goal?: string): Row => ({
    figure,
    median: `${seconds(median(visits.map((one) => one[key])))} s`,
    best: `${seconds(Math.min(...visits.map((one) => one[key])))} s`,
    ...(goal && { goal }),
  });
  return [
    row('the button stands there', 'button', '≤ 1 s'),
    row('the live digit answers', 'digit'),
    row('from the click to the first running step', 'step'),
    row('from the first request to the verdict, clicked at once', 'verdict', '≤ 10 s'),
  ];
}

/** Milliseconds. */
interface Visit {
  readonly button: number;
  readonly digit: number;
  readonly step: number;
  readonly verdict: number;
}

/** Two contexts: in one the digit is awaited, in the other the button is pressed as soon as it is there. */
async function visit(chromium: Browser, url: string): Promise<Visit> {
  const digit = await timed(chromium, url, async (page, began) => {
    await page.locator('input[type=range]:enabled').waitFor({ timeout: PATIENCE });
    return { digit: Date.now() - began };
  });
  const test = await timed(chromium, url, async (page, began) => {
    const start = page.getByRole('button', { name: 'Run the full test' });
    await start.waitFor({ timeout: PATIENCE });
    const button = Date.now() - began;
    await start.click();
    const clicked = Date.now();
    await page.locator('[data-step][data-state=running]').first().waitFor({ timeout: PATIENCE });
    const step = Date.now() - clicked;
    await page.getByText(/^Of [\d,]+ digits it reads/).waitFor({ timeout: PATIENCE });
    return { button, step, verdict: Date.now() - began };
  });
  return { ...digit, ...test };
}

type OpenPage = Awaited<ReturnType<Browser['newPage']>>;

/** In a context of its own, which has nothing of the app. */
async function timed<T>(
  chromium: Browser,
  url: string,
  act: (page: OpenPage, began: number) => Promise<T>,
): Promise<T> {
  const context = await chromium.newContext();
  try {
    const page = await context.newPage();
    const began = Date.now();
    await page.goto(url, { waitUntil: 'commit' });
    return await act(page, began);
  } finally {
    await context.close();
  }
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
