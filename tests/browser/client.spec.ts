// The client in the page: each example of its documentation as somebody would type it into the console, and the same faces from Node.
import { expect, test, type Page } from '@playwright/test';
import { readExamples, readReadme } from '../examples.ts';
import { LONG, open, run } from './app.ts';

/** What differs from what an example says that its lines give; a fault in words where it throws. */
function perform(page: Page, code: string): Promise<readonly string[]> {
  return page.evaluate(`(async () => {
    const differing = [];
    const same = (given, expected) => {
      const [a, b] = [given, expected].map((value) => JSON.stringify(value));
      if (a !== b) differing.push(a + ' is not ' + b);
    };
    try {
      await (async () => {${code}\n})();
    } catch (error) {
      differing.push(String(error));
    }
    return differing;
  })()`);
}

test('every example of the documentation does in the page what it says', async ({ page }) => {
  test.setTimeout(LONG);
  const alidade = await open(page);
  await run(alidade, { entrypoint: 'Hello World' });
  for (const { of, code } of [...readReadme(), ...readExamples()])
    await test.step(of, async () => expect(await perform(page, code!), of).toEqual([]));
});

test('from Node, drafts are one step deeper, maps are maps, and a refusal says what to do', async ({
  page,
}) => {
  const alidade = await open(page);
  const draft = await alidade.queues.drafts.begin({ name: 'from afar' });
  const { resource } = await alidade.queues.drafts.save(draft.id, 'Sent');
  expect((await alidade.queues.history(resource.id)).map(({ message }) => message)).toEqual(['Sent']);
  const { id } = await alidade.tags.create({ name: 'far', colour: 'teal' });
  await alidade.queues.tag([resource.id], 'far');
  expect(await alidade.tags.count()).toEqual(new Map([[id, 1]]));
  expect((await alidade.queues.search('tag:far')).rows.map((row) => row.id)).toEqual([resource.id]);
  await expect(alidade.queues.create({ name: 'from afar' })).rejects.toMatchObject({
    name: 'Refusal',
    code: 'name-taken',
    remedy: 'Choose another name.',
  });
  const auto = (await alidade.queues.find('auto'))!.resource.id;
  await expect(alidade.queues.remove([resource.id, auto])).rejects.toMatchObject({ code: 'read-only' });
  expect(await alidade.queues.find('from afar')).not.toBeNull();
});

test('a deleted Scratch is made anew by the next job', async ({ page }) => {
  const alidade = await open(page);
  const old = (await alidade.experiments.find('Scratch'))!.resource.id;
  await alidade.experiments.remove(old);
  const job = await run(alidade, { entrypoint: 'Hello World', experiment: 'Scratch' });
  const made = (await alidade.experiments.find('Scratch'))!;
  expect(made.resource.id).not.toBe(old);
  expect(job.experiment.resource).toBe(made.resource.id);
});

test('a history says who made a snapshot by the name that one gave oneself', async ({ page }) => {
  const alidade = await open(page);
  await alidade.users.update({ name: 'Ada Lovelace', colour: 'purple' });
  const { resource } = await alidade.queues.create({ name: 'hers' }, 'First');
  await page.goto(`queues/view/?id=${resource.id}&tab=history`);
  await expect(page.getByRole('listitem').filter({ hasText: 'First' })).toContainText('by Ada Lovelace');
  await expect(page.getByRole('main').getByText('Ada Lovelace', { exact: true })).toHaveCount(2);
});
