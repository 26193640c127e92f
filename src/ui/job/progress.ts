/** How far a job is, what it does now, and how long that may still take. */
import type { JobView, StepView } from '#core/job/fold.ts';
import type { Picture } from '#core/graph/plan-types.ts';
import { sayDuration } from '#ui/resource/say.ts';

export interface Progress {
  /** Steps that have ended, and all that there are. */
  readonly done: number;
  readonly total: number;
  /** 0…1, a running step counted by what it says. */
  readonly share: number;
  readonly running: StepView | null;
  /** Milliseconds that the running step may still take; null where it cannot be told. */
  readonly left: number | null;
}

export function measureProgress(view: JobView, picture: Picture | undefined, now: number): Progress {
  const steps = [...view.steps.values()];
  const total = Math.max(picture?.steps.length ?? 0, steps.length);
  const done = steps.filter((s) => s.status !== 'waiting' && s.status !== 'running').length;
  const running = steps.find((s) => s.status === 'running') ?? null;
  const part =
    running?.progress && running.progress.total > 0 ? running.progress.done / running.progress.total : 0;
  const share = total === 0 ? 0 : Math.min(1, (done + Math.min(1, part)) / total);
  return { done, total, share, running, left: running ? timeLeft(running, now) : null };
}

/** By the pace so far; nothing is said before a twentieth is done and half a second has passed. */
function timeLeft(step: StepView, now: number): number | null {
  const { progress, started } = step;
  if (!progress || started === null || progress.done <= 0) return null;
  const share = progress.done / progress.total;
  const spent = now - started;
  if (share < 0.05 || spent < 500) return null;
  return Math.max(0, (spent * (1 - share)) / share);
}

/** `about 3 s`, in whole seconds, so that it does not flicker. */
export const sayLeft = (milliseconds: number): string =>
  milliseconds < 1000
    ? 'under 1 s'
    : `about ${sayDuration(Math.ceil(milliseconds / 1000) * 1000).replace('.0 s', ' s')}`;

/** What a running job does now, for the place where its verdict will stand. */
export function sayNow({ running, done, total }: Progress): string {
  if (!running) return done === 0 ? 'Starting its worker.' : `${done} of ${total} steps done.`;
  const name = running.name.replaceAll('_', ' ');
  const note = running.progress?.note ? `: ${running.progress.note}` : '';
  return `Step ${Math.min(total, done + 1)} of ${total}, ${name}${note}`;
}
