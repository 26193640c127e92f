/** Rule schema_validate: the description has the sections it needs and no others, and all in them has the right form. */
import { issue, type Issue } from '#core/issues.ts';
import { valueOf, type Node } from '#core/graph/node.ts';
import { at } from '#core/graph/path.ts';
import {
  checkArtifactInputsForm,
  checkArtifactOutputsForm,
  type ArtifactTasks,
} from '#core/graph/schema/artifacts.ts';
import { expectKeys, expectMap, type Report } from '#core/graph/schema/form.ts';
import { checkParametersForm } from '#core/graph/schema/parameters.ts';
import { checkGraphForm } from '#core/graph/schema/steps.ts';
import { checkTasksForm } from '#core/graph/schema/tasks.ts';
import { checkTypesForm } from '#core/graph/schema/types.ts';

const SECTIONS = ['types', 'parameters', 'tasks', 'graph', 'artifact_outputs', 'artifact_inputs'];

/** All faults of form; while there is one, nothing else is checked. */
export function schemaValidate(root: Node, artifactTasks: ArtifactTasks, tasksMayBeMissing = false): Issue[] {
  const issues: Issue[] = [];
  const report: Report = (found) => void issues.push(found);
  const description = expectMap(report, 'The description', root, []);
  if (!description) return issues;
  expectKeys(report, 'The description', description, [], SECTIONS);
  for (const [section, check] of checksOf(artifactTasks)) {
    const node = valueOf(description, section);
    if (node) check(node, report);
    else if (section === 'tasks') report(issue('no-tasks', {}, at(description, ['tasks'])));
    else if (section === 'graph') report(issue('no-steps', {}, at(description, ['graph'])));
  }
  return tasksMayBeMissing ? issues.filter(({ code }) => code !== 'no-tasks') : issues;
}

function checksOf(
  artifactTasks: ArtifactTasks,
): readonly (readonly [string, (node: Node, report: Report) => void])[] {
  return [
    ['types', checkTypesForm],
    ['parameters', checkParametersForm],
    ['tasks', checkTasksForm],
    ['graph', checkGraphForm],
    ['artifact_inputs', checkArtifactInputsForm],
    ['artifact_outputs', (node, report) => checkArtifactOutputsForm(node, artifactTasks, report)],
  ];
}
