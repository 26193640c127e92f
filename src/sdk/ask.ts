/** What a task may ask of the job that runs it: chance, data sets, and whether it should stop. */
import { stepContext } from './context.ts';
import { Random } from './random.ts';

/**
 * A generator of random numbers that is fixed by the job's seed, the step's name and `stream`: the same job gives the
 * same numbers on every backend and device. Asked for twice in a step, a stream goes on where it stopped.
 *
 * @example
 * const noise = new Float32Array(784);
 * random('noise').fillUniform(noise, -epsilon, epsilon);
 */
export function random(stream = ''): Random {
  const { streams, seed, step } = stepContext();
  const known = streams.get(stream);
  if (known) return known;
  const made = new Random(seed, `${step}/${stream}`);
  streams.set(stream, made);
  return made;
}

/**
 * The bytes of a data set that the plugin names in its `datasets.json`; the sandbox can fetch nothing by itself. One that
 * stands there under `when_named` comes to jobs whose graph or values hold its name. The array is shared by all steps:
 * read it, never write to it.
 *
 * @example
 * const bytes = data('mnist');
 */
export function data(name: string): Uint8Array {
  const bytes = stepContext().data(name);
  if (bytes) return bytes;
  throw new Error(
    `There is no data set "${name}" here: name it in the plugin's datasets.json, ` +
      'and where it stands there under when_named, in the graph.',
  );
}

/**
 * Aborted when nobody waits for the step's result any more. A task that awaits in a long loop may stop early; one that
 * never asks is stopped all the same.
 *
 * @example
 * while (!signal().aborted) await improve();
 */
export function signal(): AbortSignal {
  return stepContext().signal;
}
