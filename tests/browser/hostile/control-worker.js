// The control: the same attempts in a plain worker of the app's own origin.
import * as attempts from './attempts.js';
import { imports } from './import-attempts.js';

const groups = { ...attempts, imports };
onmessage = async ({ data: { group, facts } }) => postMessage(await attempts.attempt(groups[group], facts));
