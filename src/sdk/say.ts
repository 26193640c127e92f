/** What a task tells while it runs: logs, metrics and progress. Each call is cheap, and none waits for the page. */
import type { LogSeverity } from '#core/job/events.ts';
import { stepContext } from './context.ts';

const SEVERITIES: ReadonlySet<string> = new Set(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']);

/** A metric's name: one letter, or a letter or underscore and then more letters, digits and underscores. */
const NAME = /^(?:[A-Za-z]|[A-Za-z_][A-Za-z0-9_]+)$/;

/**
 * Writes a line to the job's log, under the step that runs.
 *
 * @example
 * log(`loaded ${images.shape[0]} images`);
 * log('the data folder is not used here', 'WARNING');
 */
export function log(message: string, severity: LogSeverity = 'INFO'): void {
  if (!SEVERITIES.has(severity)) throw new TypeError(`There is no log severity "${String(severity)}".`);
  stepContext().log(severity, String(message));
}

/**
 * Records one point of a metric. `at` is its place on the time axis (an epoch, a batch, an ε's index); the same name
 * and place written twice keeps the later value. NaN and ±Infinity are values like any other.
 *
 * @example
 * metric('accuracy', correct / total);
 * for (let epoch = 0; epoch < 3; epoch++) metric('loss', losses[epoch], epoch);
 */
export function metric(name: string, value: number, at = 0): void {
  if (!NAME.test(name)) {
    throw new TypeError(
      `"${name}" cannot name a metric: use letters, digits and underscores, no digit first.`,
    );
  }
  if (typeof value !== 'number')
    throw new TypeError(`The metric "${name}" takes a number, not ${typeof value}.`);
  if (!Number.isSafeInteger(at))
    throw new TypeError(`The metric "${name}" has its place at a whole number, not ${at}.`);
  stepContext().metric(name, value, at);
}

/**
 * Says how far the step is, in any unit; what the page shows is the latest call.
 *
 * @example
 * for (let batch = 0; batch < batches; batch++) {
 *   progress(batch, batches, `epoch ${epoch + 1}`);
 *   await model.trainOnBatch(x, y);
 * }
 */
export function progress(done: number, total: number, note = ''): void {
  if (!Number.isFinite(done) || !Number.isFinite(total)) {
    throw new TypeError(`progress takes finite numbers, not ${done} of ${total}.`);
  }
  stepContext().progress(done, total, String(note));
}
