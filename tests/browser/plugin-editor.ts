/** The editor of plugins: its parts, and what a person does with them. */
import { expect, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import { open } from './app.ts';

export const bar = (page: Page) => page.getByRole('group', { name: 'Save' });
export const files = (page: Page) => page.getByRole('group', { name: 'Files of the plugin' });
export const source = (page: Page, name = 'tasks.ts') =>
  page.getByRole('textbox', { name: `Source of ${name}` });
export const problems = (page: Page) => page.getByRole('region', { name: 'Problems' });
export const fresh = (page: Page, task: string) =>
  page.getByRole('region', { name: 'New in the text' }).locator(`[data-task="${task}"]`);
export const registered = (page: Page, task: string) =>
  page.getByRole('region', { name: 'Registered tasks' }).locator(`[data-task="${task}"]`);
export const outcome = (page: Page) => page.getByRole('region', { name: 'What came of it' });

/** Begins a plugin of this name with one file. */
export async function begin(page: Page, name: string): Promise<Client> {
  const alidade = await open(page, 'plugins/');
  await page.getByRole('link', { name: 'New plugin' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Begin with tasks.ts' }).click();
  await expect(source(page)).toContainText('export function scale');
  return alidade;
}

/** The text of the shown file is this from now on. */
export async function write(page: Page, text: string, name = 'tasks.ts'): Promise<void> {
  await source(page, name).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** Takes the first completion; in its first moment the list hears no Enter, so that none is taken by mistake. */
export async function takeOffer(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
}

export async function addFile(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of a new file').fill(name);
  await page.getByRole('button', { name: 'Add file' }).click();
}
