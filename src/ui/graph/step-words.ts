/** The state of a step in words; the picture and the outline say the same. */
import { sayDuration } from '#ui/resource/say.ts';
import type { StepStatus } from '#core/job/events.ts';
import type { StepView } from '#core/job/fold.ts';

export const STEP_WORD: Readonly<Record<StepStatus, string>> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
};

/** How far a running step is, 0 to 1; null where it does not say. */
export function fractionOf(step: StepView | undefined): number | null {
  const progress = step?.progress;
  if (!progress || progress.total <= 0) return null;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}

/** `waiting`, `running 42 %`, `1.2 s`, `failed after 80 ms`. */
export function sayStep(step: StepView | undefined): string {
  const status = step?.status ?? 'waiting';
  const time =
    step?.milliseconds === null || step?.milliseconds === undefined ? '' : sayDuration(step.milliseconds);
  if (status === 'running') {
    const fraction = fractionOf(step);
    return fraction === null ? 'running' : `running ${Math.round(fraction * 100)} %`;
  }
  if (status === 'done') return time || 'done';
  if (status === 'failed') return 'failed';
  return STEP_WORD[status];
}
