// A task is tried in the editor of plugins: faults stand at their field and line, a trial is stopped, an artifact is shown.
import { expect, test } from '@playwright/test';
import { bar, begin, fresh, outcome, registered, source, write } from './plugin-editor.ts';

test('a trial tells faults at their field and line, and is stopped by hand or by its time', async ({
  page,
}) => {
  await begin(page, 'trying');
  await write(
    page,
    `export function pick(numbers: number[], at: number): number {
  if (at < 0) throw new Error('below zero');
  while (at > 99) numbers.length;
  return numbers[at];
}
`,
  );
  await expect(fresh(page, 'pick')).toBeVisible();
  await page.getByRole('button', { name: 'Take all' }).click();
  await registered(page, 'pick').getByRole('button', { name: 'Try it' }).click();
  await page.getByLabel('numbers').fill('[1, two]');
  await page.getByRole('button', { name: 'Run the task' }).click();
  await expect(page.getByText(/It is no numbers, a list of number/)).toBeVisible();
  await expect(page.getByText('It needs a value.')).toBeVisible();

  await page.getByLabel('numbers').fill('[1, 2]');
  await page.getByLabel('at', { exact: true }).fill('-1');
  await page.getByRole('button', { name: 'Run the task' }).click();
  await expect(outcome(page)).toContainText('below zero', { timeout: 60_000 });
  await outcome(page)
    .getByRole('button', { name: /^tasks\.ts:2:/ })
    .click();
  await expect(source(page)).toBeFocused();

  await page.getByLabel('at', { exact: true }).fill('100');
  await page.getByRole('button', { name: 'Run the task' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(outcome(page)).toHaveAttribute('data-state', 'cancelled');
  await page.getByLabel('Time limit in seconds').fill('2');
  await page.getByRole('button', { name: 'Run the task' }).click();
  await expect(outcome(page)).toContainText('did not end within 2 seconds', { timeout: 60_000 });
  await page.getByLabel('at', { exact: true }).fill('1');
  await page.getByRole('button', { name: 'Run the task' }).click();
  await expect(outcome(page).locator('pre')).toHaveText('2', { timeout: 60_000 });
});

test('an artifact task is tried, and a draft survives a reload', async ({ page }) => {
  await begin(page, 'reloaded');
  await write(
    page,
    `import type { ArtifactTask } from 'alidade/sdk';
export const Words: ArtifactTask<string> = {
  serialize: (value) => value.toUpperCase(),
  deserialize: (files) => new TextDecoder().decode([...files.values()][0]),
};
`,
  );
  await expect(fresh(page, 'Words')).toBeVisible();
  await page.getByRole('button', { name: 'Take all' }).click();
  await expect(registered(page, 'Words')).toContainText('Words → ');
  await expect(page).toHaveURL(/draft=/);
  await expect(bar(page).getByText('Kept as a draft')).toBeVisible();
  await page.reload();
  await registered(page, 'Words').getByRole('button', { name: 'Try it' }).click();
  await page.getByLabel('value').fill('loud');
  await page.getByRole('button', { name: 'Run the task' }).click();
  await expect(outcome(page)).toContainText('value.txt', { timeout: 60_000 });
  await expect(outcome(page).locator('pre')).toHaveText('LOUD');
});
