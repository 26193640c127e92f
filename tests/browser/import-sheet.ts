/** The sheet that takes files in: where it stands; and whether a page is accessible as it stands. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Locator, type Page } from '@playwright/test';

/** Where the sheet stands, once it is not busy. */
export async function standing(sheet: Locator): Promise<string> {
  const state = sheet.locator('[data-state]');
  await expect(state).not.toHaveAttribute('data-state', /^(empty|reading|importing)$/);
  return (await state.getAttribute('data-state')) ?? '';
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await (globalThis as any).axe.run(document)).violations);
  expect(found.map((violation: any) => `${violation.id}: ${violation.nodes[0].target}`)).toEqual([]);
}
