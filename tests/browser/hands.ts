// Two ways to use the app: with a mouse, and with nothing but keys. A walk that is written once is gone both ways.
import { expect, type Locator, type Page } from '@playwright/test';

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
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  if (await isFocused()) return;
  if ((await target.getAttribute('role')) === 'tab') return reachTab(page, target);
  const key = (await target.evaluate(isBehind)) ? 'Shift+Tab' : 'Tab';
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(key);
    if (await isFocused()) return;
  }
  throw new Error(`No key leads to ${String(target)}.`);
}

/** Whether it stands before what has the focus. */
function isBehind(element: Element): boolean {
  const { activeElement: from } = document;
  return !!from && (from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
}

/** One tab of a row is a stop; arrows lead to the others. */
async function reachTab(page: Page, target: Locator): Promise<void> {
  const row = target.locator('xpath=ancestor::*[@role="tablist"]');
  const within = () => row.evaluate((element) => element.contains(document.activeElement));
  for (let stop = 0; stop < MOST_STOPS && !(await within()); stop++) await page.keyboard.press('Tab');
  for (let stop = 0; stop < 12; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`No key leads to the tab ${String(target)}.`);
}
