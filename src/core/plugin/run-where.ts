/** Sends the steps of a plan to the files that run their tasks, which need not be those that register them. */
import type { KnownArtifactTask, KnownTask, Plan } from '#core/graph/plan-types.ts';
import type { Issue } from '#core/issues.ts';
import { runKey, type Runs } from './study.ts';

/**
 * The plan with each task at the file that runs it, and why some cannot run. `runs` has the plugins by name; a plugin that is
 * not among them is left as it is.
 */
export function runWhere(
  plan: Plan,
  runs: ReadonlyMap<string, Runs>,
): { readonly plan: Plan; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const place = <T extends KnownTask | KnownArtifactTask>(task: T): T => {
    const found = runs.get(task.plugin)?.get(runKey(task.file, task.name));
    if (found?.file === null) issues.push(...found.issues.map((issue) => asError(issue, task)));
    return found?.file == null || found.file === task.file ? task : { ...task, file: found.file };
  };
  const steps = plan.steps.map((step) => ({ ...step, task: place(step.task) }));
  const artifacts = plan.artifacts.map((artifact) => ({ ...artifact, task: place(artifact.task) }));
  return { plan: { ...plan, steps, artifacts }, issues };
}

/** What is a warning for a plugin is an error for the step that needs it. */
function asError(issue: Issue, { plugin, name }: KnownTask | KnownArtifactTask): Issue {
  return { ...issue, severity: 'ERROR', message: `${plugin}: ${name} does not run here. ${issue.message}` };
}
