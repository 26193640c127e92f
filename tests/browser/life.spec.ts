// The whole life of each noun that has a form, gone by mouse and again by keys alone.
import { expect, test, type Page } from '@playwright/test';
import { KINDS } from '#core/resources/kinds.ts';
import { idOf, LONG, open, watchFaults } from './app.ts';
import { keys, mouse, type Hand } from './hands.ts';

const NOUNS = ['queue', 'experiment', 'type', 'model'] as const;
const HANDS: readonly ((page: Page) => Hand)[] = [mouse, keys];

for (const kind of NOUNS)
  for (const take of HANDS)
    test(`${kind} ${take === mouse ? 'by mouse' : 'by keys alone'}: made, edited, undone, saved, compared, restored, tagged, deleted, brought back, purged`, async ({
      page,
    }) => {
      test.setTimeout(LONG);
      const faults = watchFaults(page);
      const { noun, nouns, place } = KINDS[kind];
      const alidade = await open(page, place);
      const hand = take(page);
      const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
      const latest = async () => (await alidade[place.slice(0, -1) as 'queues'].get(idOf(page)))!;

      await test.step('made', async () => {
        await hand.press(page.getByRole('link', { name: `New ${noun}` }));
        await hand.write(page.getByLabel('Name', { exact: true }), 'walked');
        await hand.press(button(`Create ${noun}`));
        await expect(page.locator('h1')).toHaveText('walked');
      });
      const id = idOf(page);

      await test.step('edited, undone, done again, saved', async () => {
        await hand.press(page.getByRole('link', { name: 'Edit' }));
        const description = page.getByLabel('Description');
        await hand.write(description, 'by hand');
        await hand.press(button('Undo'));
        await expect(description).toHaveValue('');
        await hand.press(button('Redo'));
        await expect(description).toHaveValue('by hand');
        await hand.write(page.getByLabel('What changed, optional'), 'described');
        await hand.press(button('Save snapshot 2'));
        await expect(page.locator('h1')).toHaveText('walked');
        await expect(page).toHaveURL(/view\//);
      });

      await test.step('compared and restored', async () => {
        await hand.press(page.getByRole('tab', { name: 'History' }));
        await expect(page.locator('.history').getByText('described')).toBeVisible();
        await hand.press(button('Compare'));
        await expect(page.getByRole('region', { name: 'From snapshot 1 to snapshot 2' })).toContainText(
          '1 change',
        );
        await hand.press(page.getByRole('button', { name: /^Restore/ }).first());
        await expect.poll(async () => (await latest()).snapshot.number).toBe(3);
        expect((await latest()).content.description).toBe('');
      });

      await test.step('tagged', async () => {
        await hand.press(button('Tags'));
        await hand.write(page.getByLabel('Find or make a tag'), `mark ${kind}`);
        await hand.press(button(`Make “mark ${kind}”`));
        await expect.poll(async () => (await latest()).resource.tags.length).toBe(1);
        await page.keyboard.press('Escape');
      });

      await test.step('deleted and brought back', async () => {
        await hand.press(button('More'));
        await hand.press(button(`Delete the ${noun}`));
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(nouns, 'i'));
        await hand.press(button('Undo'));
        await expect(page.getByRole('link', { name: 'walked' })).toBeVisible();
      });

      await test.step('found by its tag, deleted from the list, purged', async () => {
        await hand.write(page.getByRole('combobox', { name: `Search ${nouns}` }), `tag:"mark ${kind}"`);
        await expect(page.locator('a[data-row]')).toHaveCount(1);
        await hand.press(page.getByRole('checkbox', { name: 'Select walked' }));
        await hand.press(button('Delete'));
        await expect(page.locator('a[data-row]')).toHaveCount(0);
        await page.goto('bin/');
        await hand.press(page.getByRole('checkbox', { name: 'Select walked' }));
        await hand.press(button('Purge…'));
        await hand.press(page.getByRole('dialog').getByRole('button', { name: 'Purge' }));
        await expect(page.getByText('The bin is empty')).toBeVisible();
        expect(await alidade[place.slice(0, -1) as 'queues'].get(id)).toBeNull();
      });
      expect(faults).toEqual([]);
    });
