/** Folds what a job says into what a view shows. Pure: the same events in any batches give the same view. */
import type { BackendFacts, Fault, JobEvent, JobStatus, Preview, StepStatus } from '#core/job/events.ts';

export interface StepView {
  readonly name: string;
  readonly status: StepStatus;
  readonly started: number | null;
  readonly ended: number | null;
  /** Measured in the worker; null until it ended. */
  readonly milliseconds: number | null;
  readonly progress: { readonly done: number; readonly total: number; readonly note: string } | null;
  readonly previews: readonly { readonly output: string; readonly preview: Preview }[];
}

export interface JobView {
  readonly status: JobStatus;
  readonly reason: string | null;
  readonly backend: BackendFacts | null;
  readonly fault: Fault | null;
  /** In the order in which they were first heard of. */
  readonly steps: ReadonlyMap<string, StepView>;
}

/** A job of which nothing is known but that it waits. */
export const EMPTY_VIEW: JobView = {
  status: 'queued',
  reason: null,
  backend: null,
  fault: null,
  steps: new Map(),
};

/** The view after these events; logs and metrics have series of their own and leave it as it is. */
export function foldEvents(view: JobView, events: readonly JobEvent[]): JobView {
  if (events.length === 0) return view;
  const steps = new Map(view.steps);
  return events.reduce<JobView>((seen, event) => foldEvent(seen, event, steps), { ...view, steps });
}

function foldEvent(view: JobView, event: JobEvent, steps: Map<string, StepView>): JobView {
  switch (event.kind) {
    case 'status':
      return { ...view, status: event.status, reason: event.reason };
    case 'backend':
      return { ...view, backend: event.facts };
    case 'fault':
      return { ...view, fault: event.fault };
    case 'step':
      steps.set(event.step, foldStatus(stepOf(steps, event.step), event));
      return view;
    case 'progress': {
      const { done, total, note } = event;
      steps.set(event.step, { ...stepOf(steps, event.step), progress: { done, total, note } });
      return view;
    }
    case 'preview': {
      const step = stepOf(steps, event.step);
      const others = step.previews.filter((p) => p.output !== event.output);
      steps.set(event.step, {
        ...step,
        previews: [...others, { output: event.output, preview: event.preview }],
      });
      return view;
    }
    default:
      return view;
  }
}

function stepOf(steps: ReadonlyMap<string, StepView>, name: string): StepView {
  return (
    steps.get(name) ?? {
      name,
      status: 'waiting',
      started: null,
      ended: null,
      milliseconds: null,
      progress: null,
      previews: [],
    }
  );
}

function foldStatus(step: StepView, event: JobEvent & { kind: 'step' }): StepView {
  const ended = event.status !== 'waiting' && event.status !== 'running';
  return {
    ...step,
    status: event.status,
    started: event.status === 'running' ? event.time : step.started,
    ended: ended ? event.time : step.ended,
    milliseconds: event.milliseconds ?? step.milliseconds,
  };
}
