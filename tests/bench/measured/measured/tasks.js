/** The measured code as tasks of a graph: times go out as metrics once all is over. */
import { metric, progress } from 'alidade/sdk';
import { answerOnce, trainSteps } from './loop.js';
import { measureAttacks, measureSteps } from './networks.js';

export async function train_steps(steps) {
  const times = await trainSteps(steps, (step, loss) => {
    metric('loss', loss, step);
    progress(step + 1, steps);
  });
  times.forEach((time, step) => metric('step_milliseconds', time, step));
}

export async function answer_once() {
  await answerOnce();
  metric('answered', Date.now());
}

export function pass_on(value = 0) {
  return value + 1;
}

export async function train_network(network, count) {
  tell(await measureSteps(network, count));
}

export async function attack_network(network, count) {
  tell(await measureAttacks(network, count));
}

function tell({ times, check }) {
  metric('check', check);
  times.forEach((time, i) => metric('milliseconds', time, i));
}
