/** The last words of a job whose tab died: said for it at the next opening. */
import type { JobEvent } from '#core/job/events.ts';
import { EMPTY_VIEW, foldEvents } from '#core/job/fold.ts';

/** The step that ran ends *failed*, those that waited *skipped*, the job *interrupted*. */
export function interrupt(said: readonly JobEvent[], time: number): JobEvent[] {
  const steps = [...foldEvents(EMPTY_VIEW, said).steps.values()];
  const ends = steps.flatMap(({ name, status }): JobEvent[] => {
    if (status !== 'running' && status !== 'waiting') return [];
    const end = status === 'running' ? 'failed' : 'skipped';
    return [{ kind: 'step', time, step: name, status: end, milliseconds: null }];
  });
  return [
    ...ends,
    { kind: 'status', time, status: 'interrupted', reason: 'The page that ran it was closed.' },
  ];
}
