// Two ways to use the app: with a mouse, and with nothing but keys. A walk that is written once is gone both ways.
import { expect, type ElementHandle, type Locator, type Page } from '@playwright/test';

export interface Hand {
  readonly called: string;
  /** Presses a link, a button, a tab, or turns a checkbox on. */
  press(target: Locator): Promise<void>;
  /** Replaces what stands in a field. */
  write(field: Locator, text: string): Promise<void>;
}

export function mouse(): Hand {
  return {
    called: 'by mouse',
    press: (target) => target.click(),
    write: (field, text) => field.fill(text),
  };
}

/** More stops than any page has. */
const MOST_STOPS = 150;

/** Tab and Shift Tab go from stop to stop, arrows within a row of tabs, Enter and Space press. */
export function keys(page: Page): Hand {
  return {
    called: 'by keys',
    async press(target) {
      await reach(page, target);
      const checks = await target.evaluate((element) => (element as HTMLInputElement).type === 'checkbox');
      await page.keyboard.press(checks ? 'Space' : 'Enter');
    },
    async write(field, text) {
      await reach(page, field);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
    },
  };
}

async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  // A handle is asked at every stop; finding the target anew each time would take most of the walk.
  const element = (await target.elementHandle())!;
  if ((await element.getAttribute('role')) === 'tab') return reachTab(page, element);
  const key = (await element.evaluate(isBehind)) ? 'Shift+Tab' : 'Tab';
  if (!(await walk(page, element, key))) throw new Error(`No key leads to ${String(target)}.`);
}

/** One tab of a row is a stop; arrows lead to the others. */
async function reachTab(page: Page, tab: Reached): Promise<void> {
  const row = (await tab.evaluateHandle((element) => element.closest('[role="tablist"]')!)) as Reached;
  await walk(page, row, 'Tab');
  if (!(await walk(page, tab, 'ArrowRight'))) throw new Error('No key leads to the tab.');
}

type Reached = ElementHandle<SVGElement | HTMLElement>;

/** Presses a key until it is true of the element; in an editor of text the key for indenting is let go of by Esc. */
async function walk(page: Page, element: Reached, key: string): Promise<boolean> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    const now = await element.evaluate(holdsFocus);
    if (now === 'here') return true;
    if (now === 'in a text') await page.keyboard.press('Escape');
    await page.keyboard.press(key);
  }
  return false;
}

/** Where the focus is, seen from an element. */
function holdsFocus(element: SVGElement | HTMLElement): 'here' | 'in a text' | 'elsewhere' {
  const { activeElement } = document;
  if (element.contains(activeElement)) return 'here';
  return activeElement?.classList.contains('cm-content') ? 'in a text' : 'elsewhere';
}

/** Whether it stands before what has the focus. */
function isBehind(element: SVGElement | HTMLElement): boolean {
  const { activeElement: from } = document;
  return !!from && (from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
}
