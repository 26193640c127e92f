// The catalogue of entrypoints: what came with the app is grouped by topics, what people made stands before it, and each says what it does.
import { expect, test, type Page } from '@playwright/test';
import { GRAPH, open } from './app.ts';

const topics = (page: Page) => page.getByRole('group', { name: 'Topics' });
const names = (page: Page) => page.locator('tbody a[data-row]').allInnerTexts();

async function makeOwn(page: Page, name: string): Promise<void> {
  const alidade = await open(page, 'entrypoints/');
  const { content } = (await alidade.entrypoints.find('Hello World'))!;
  await alidade.entrypoints.create({
    ...content,
    name,
    description: 'Says what I want. And more of it.',
    taskGraph: GRAPH,
    artifactGraph: '',
  });
}

test('one’s own stand first, and a topic shows its entrypoints alone, by mouse, by keys and by the address', async ({
  page,
}) => {
  await makeOwn(page, 'Zebra');
  await expect.poll(async () => (await names(page))[0]).toBe('Zebra');
  const row = page.locator('tbody tr').first();
  await expect(row).toContainText('Says what I want.');
  await expect(row).not.toContainText('And more of it.');
  const all = (await names(page)).length;

  const evasion = topics(page).getByRole('button', { name: /^Black box/ });
  const count = Number(/\d+/.exec(await evasion.innerText())![0]);
  await evasion.click();
  await expect.poll(async () => (await names(page)).length).toBe(count);
  await expect(page).toHaveURL(/q=topic%3A%22Black\+box%22/);
  await expect(page.locator('tbody tr').filter({ hasText: 'Black box' })).toHaveCount(count);

  await topics(page)
    .getByRole('button', { name: /^By You/ })
    .press('Enter');
  await expect.poll(() => names(page)).toEqual(['Zebra']);
  await expect(page.getByLabel('Search entrypoints')).toHaveValue('by:You');
  await topics(page).getByRole('button', { name: 'All' }).press('Space');
  await expect.poll(async () => (await names(page)).length).toBe(all);

  await page.goto('entrypoints/?q=topic:Reproductions');
  await expect.poll(async () => (await names(page)).length).toBe(3);
  await expect(topics(page).getByRole('button', { name: /^Reproductions/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('every topic that a chip counts adds up to what came with the app, and a sorted list finds back to its order', async ({
  page,
}) => {
  await makeOwn(page, 'Middle');
  const chips = topics(page).getByRole('button').filter({ hasText: /\d/ });
  await expect.poll(() => names(page)).toContain('What it looks at');
  const all = (await names(page)).length;
  await expect
    .poll(async () =>
      (await chips.allInnerTexts()).reduce((sum, text) => sum + Number(/\d+$/.exec(text)![0]), 0),
    )
    .toBe(all);
  const head = page.getByRole('columnheader', { name: 'Name' }).getByRole('button');
  await head.click();
  await expect.poll(async () => (await names(page))[0]).not.toBe('Middle');
  await head.click();
  await expect(page).toHaveURL(/sort=name-/);
  await head.click();
  await expect(page).not.toHaveURL(/sort=/);
  await expect.poll(async () => (await names(page))[0]).toBe('Middle');
});

test('the page of an entrypoint says what it does under its name, and how long its last job took', async ({
  page,
}) => {
  const alidade = await open(page);
  const { resource } = (await alidade.entrypoints.find('Hello World'))!;
  const { job } = await alidade.jobs.run({ entrypoint: 'Hello World' });
  await alidade.jobs.wait(job!.id);
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size);
    await page.goto(`entrypoints/view/?id=${resource.id}`);
    await expect(page.locator('header').getByText(resource.description)).toBeInViewport();
    await expect(page.getByText(/^last job took [\d<]/)).toBeInViewport();
  }
});
