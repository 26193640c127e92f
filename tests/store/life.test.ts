// Any life of a store: whatever is done to it, in whatever order, nothing that was saved or typed is lost, and what goes out comes in again.
import fc from 'fast-check';
import { test } from 'vitest';
import { EDITS } from './life/edits.ts';
import { ENDS } from './life/ends.ts';
import { roundTrip, TRAVELS } from './life/travels.ts';
import { emptyWorld } from './life/world.ts';
import { freshStore } from './open.ts';

/** More lives by hand: LIVES=500 npx vitest run tests/store/life.test.ts */
const numRuns = Number(process.env['LIVES'] ?? 6);

test('any life keeps what was saved, typed and pinned, names unique, hashes true and bundles exact', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands([...EDITS, ...ENDS, ...TRAVELS], { maxCommands: 80, size: 'max' }),
      async (life) => {
        const store = freshStore();
        await fc.asyncModelRun(() => ({ model: emptyWorld(), real: store }), life);
        await roundTrip(store);
        store.close();
      },
    ),
    { numRuns, interruptAfterTimeLimit: numRuns > 6 ? 280_000 : undefined },
  );
}, 300_000);
