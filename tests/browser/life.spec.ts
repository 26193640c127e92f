// The whole life of each noun that has a form of its own, gone by mouse and again by keys alone.
import { expect, test, type Page } from '@playwright/test';
import type { Client } from '#core/client.ts';
import { KINDS } from '#core/resources/kinds.ts';
import { idOf, LONG, open, watchFaults } from './app.ts';
import { keys, mouse, type Hand } from './hands.ts';

const NOUNS = ['queue', 'experiment', 'type', 'model', 'plugin', 'entrypoint'] as const;
/** What is made and changed where it is looked at. */
const ON_ITS_BENCH = 'entrypoint';

interface Walk {
  readonly page: Page;
  readonly hand: Hand;
  readonly kind: (typeof NOUNS)[number];
  readonly alidade: Client;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** As it stands in the store; null once it is purged. */
function read({ kind, alidade }: Walk, id: string) {
  return alidade[KINDS[kind].nouns as 'queues'].get(id);
}

/** The page of a new one leads to the page on which it is looked at; an editor that one stays in does not. */
async function make({ page, hand, kind }: Walk): Promise<string> {
  const { noun, place } = KINDS[kind];
  await hand.press(page.getByRole('link', { name: `New ${noun}` }));
  if (kind === ON_ITS_BENCH) await hand.press(page.getByRole('tab', { name: 'Definition' }));
  await hand.write(page.getByLabel('Name', { exact: true }), 'walked');
  await hand.press(button(page, kind === ON_ITS_BENCH ? 'Save' : `Create ${noun}`));
  await expect(page).toHaveURL(/[?&]id=/);
  const id = await idOf(page);
  if (kind === 'plugin') await page.goto(`${place}view/?id=${id}`);
  await expect(page.locator('h1')).toHaveText('walked');
  return id;
}

async function edit({ page, hand, kind }: Walk): Promise<void> {
  await hand.press(
    kind === ON_ITS_BENCH
      ? page.getByRole('tab', { name: 'Definition' })
      : page.getByRole('link', { name: 'Edit' }),
  );
  const description = page.getByLabel('Description');
  await hand.write(description, 'by hand');
  await hand.press(button(page, 'Undo'));
  await expect(description).toHaveValue('');
  await hand.press(button(page, 'Redo'));
  await expect(description).toHaveValue('by hand');
  await hand.write(page.getByLabel('What changed, optional'), 'described');
  await hand.press(button(page, kind === ON_ITS_BENCH ? 'Save' : 'Save snapshot 2'));
  await expect(page.getByText('Saved as snapshot 2.')).toBeVisible();
  if (kind === 'plugin') await page.goto(`${KINDS[kind].place}view/?id=${await idOf(page)}`);
  await expect(page).toHaveURL(/view\//);
}

async function goBack(walk: Walk, id: string): Promise<void> {
  const { page, hand } = walk;
  await hand.press(page.getByRole('tab', { name: 'History' }));
  await expect(page.locator('.history').getByText('described')).toBeVisible();
  await hand.press(button(page, 'Compare'));
  await expect(page.getByRole('region', { name: 'From snapshot 1 to snapshot 2' })).toContainText('1 change');
  await hand.press(page.getByRole('button', { name: /^Restore/ }).first());
  await expect.poll(async () => (await read(walk, id))!.snapshot.number).toBe(3);
  expect((await read(walk, id))!.content.description).toBe('');
}

async function tag(walk: Walk, id: string): Promise<void> {
  const { page, hand, kind } = walk;
  await hand.press(button(page, 'Tags'));
  await hand.write(page.getByLabel('Find or make a tag'), `mark ${kind}`);
  await hand.press(button(page, `Make “mark ${kind}”`));
  await expect.poll(async () => (await read(walk, id))!.resource.tags.length).toBe(1);
  await page.keyboard.press('Escape');
}

async function deleteAndUndo({ page, hand, kind }: Walk): Promise<void> {
  await hand.press(button(page, 'More'));
  await hand.press(button(page, `Delete the ${KINDS[kind].noun}`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(KINDS[kind].nouns, 'i'));
  await hand.press(button(page, 'Undo'));
  await expect(page.getByRole('link', { name: 'walked' })).toBeVisible();
}

async function findAndPurge(walk: Walk, id: string): Promise<void> {
  const { page, hand, kind } = walk;
  const search = page.getByRole('combobox', { name: `Search ${KINDS[kind].nouns}` });
  await hand.write(search, `tag:"mark ${kind}"`);
  await expect(page.locator('a[data-row]')).toHaveCount(1);
  await hand.press(page.getByRole('checkbox', { name: 'Select walked' }));
  await hand.press(button(page, 'Delete'));
  await expect(page.locator('a[data-row]')).toHaveCount(0);
  await page.goto('bin/');
  await hand.press(page.getByRole('checkbox', { name: 'Select walked' }));
  await hand.press(button(page, 'Purge…'));
  await hand.press(page.getByRole('dialog').getByRole('button', { name: 'Purge' }));
  await expect(page.getByText('The bin is empty')).toBeVisible();
  expect(await read(walk, id)).toBeNull();
}

for (const kind of NOUNS)
  for (const take of [mouse, keys] as const)
    test(`${kind}, ${take === mouse ? 'by mouse' : 'by keys alone'}`, async ({ page }) => {
      test.setTimeout(LONG);
      page.setDefaultTimeout(30_000);
      const faults = watchFaults(page);
      const walk = { page, hand: take(page), kind, alidade: await open(page, KINDS[kind].place) };
      const id = await test.step('made', () => make(walk));
      await test.step('edited, undone, done again, saved', () => edit(walk));
      await test.step('compared and restored', () => goBack(walk, id));
      await test.step('tagged', () => tag(walk, id));
      await test.step('deleted and brought back', () => deleteAndUndo(walk));
      await test.step('found by its tag, deleted from the list, purged', () => findAndPurge(walk, id));
      expect(faults).toEqual([]);
    });
