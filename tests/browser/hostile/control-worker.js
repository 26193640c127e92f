// The control: the same attempts in a plain worker of the app's own origin.
import * as attempts from './attempts.js';

onmessage = async ({ data: { group, facts } }) => postMessage(await attempts.attempt(attempts[group], facts));
