/** The engine alone in a page, under the app's own policy, for tests of what the app gives no handle to. */
import { assets } from '#engine/assets.ts';
import { describeDevice } from '#engine/device.ts';
import { openSession } from '#engine/session.ts';
import { runJob } from '#engine/run-job.ts';
import { Sandbox } from '#engine/sandbox.ts';
import { Spares } from '#engine/spares.ts';
import { handIn } from '#engine/hand-in.ts';
import { preparePlugin } from '#source/prepare-plugin.ts';

export const harness = {
  assets,
  describeDevice,
  openSession,
  runJob,
  Sandbox,
  Spares,
  handIn,
  preparePlugin,
};

Object.assign(window, { harness });
