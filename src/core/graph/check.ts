/** All checks of a description, in stages: a fault of form stops the rest, types are looked at only where all else is right. */
import { hasErrors, type Issue } from '#core/issues.ts';
import { buildRegistry } from '#core/types/registry.ts';
import type { Type } from '#core/types/type.ts';
import { checkArtifactOutputTypes } from './checks/artifact-output-types.ts';
import { checkArtifactReferences } from './checks/artifact-references.ts';
import { checkGlobalParameterDefaults } from './checks/global-parameter-defaults.ts';
import { checkGlobalParameterTypes } from './checks/global-parameter-types.ts';
import { checkGraphCycle } from './checks/graph-cycle.ts';
import { checkGraphDependencies } from './checks/graph-dependencies.ts';
import { checkGraphReferences } from './checks/graph-references.ts';
import { checkNameCollisions } from './checks/name-collisions.ts';
import { checkNamesDots } from './checks/names-dots.ts';
import { schemaValidate } from './checks/schema-validate.ts';
import { stepCheckTypes } from './checks/step-check-types.ts';
import { checkStepStructure } from './checks/step-structure.ts';
import { checkStringKeys } from './checks/string-keys.ts';
import { checkTaskInvocation } from './checks/task-invocation.ts';
import { checkTaskPluginIoNames } from './checks/task-plugin-io-names.ts';
import { checkTaskPluginIoTypes } from './checks/task-plugin-io-types.ts';
import { checkTaskPluginPyplugsCoords } from './checks/task-plugin-pyplugs-coords.ts';
import { checkTaskPluginReferences } from './checks/task-plugin-references.ts';
import { checkTypeDefinitionTypeReferences } from './checks/type-definition-type-references.ts';
import { checkTypeDefinitions } from './checks/type-definitions.ts';
import { checkTypeReferenceCycle } from './checks/type-reference-cycle.ts';
import { checkUnionMemberDuplicates } from './checks/union-member-duplicates.ts';
import type { Description } from './description.ts';
import type { ArtifactTasks } from './schema/artifacts.ts';
import type { Subject } from './subject.ts';

export interface CheckOptions {
  /** The artifact tasks that an artifact output may name; none by default. */
  readonly artifactTasks?: ArtifactTasks;
  /** Parameters that the job gives, without a declared type or a default, and what is known of them. */
  readonly openParameters?: ReadonlyMap<string, Type>;
  /** While an entrypoint is written it may have no tasks yet; then its steps are faulted one by one. */
  readonly tasksMayBeMissing?: boolean;
}

/** The issues of an experiment description; their paths begin at its root. Never throws for what an author wrote. */
export function checkDescription(description: Description, options: CheckOptions = {}): readonly Issue[] {
  const { artifactTasks, openParameters, tasksMayBeMissing } = options;
  const faults = schemaValidate(description.root, artifactTasks ?? new Map(), tasksMayBeMissing);
  if (faults.length > 0) return faults;
  const definitions = description.types.map(({ name, key, definition }) => ({
    name: key.type === 'string' ? name : null,
    definition,
  }));
  const subject = {
    description,
    registry: buildRegistry(definitions),
    openParameters: openParameters ?? new Map<string, Type>(),
  };
  const issues = checkMeaning(subject);
  return hasErrors(issues) ? issues : [...issues, ...checkTypes(subject)];
}

/** Whether the parts fit together; some checks are moot while others fail. */
function checkMeaning(subject: Subject): Issue[] {
  const keys = checkStringKeys(subject);
  const structure = checkStepStructure(subject);
  const collisions = checkNameCollisions(subject);
  return [
    ...keys,
    ...(keys.length === 0 ? checkNamesDots(subject) : []),
    ...checkTaskPluginIoNames(subject),
    ...checkTaskPluginIoTypes(subject),
    ...checkTaskPluginPyplugsCoords(subject),
    ...structure,
    ...collisions,
    ...(structure.length === 0 ? checkCalls(subject, collisions.length > 0) : []),
    ...checkGlobalParameterTypes(subject),
    ...checkArtifactOutputTypes(subject),
    ...checkTypeDefinitionTypeReferences(subject),
    ...checkTypeReferenceCycle(subject),
    ...checkTypeDefinitions(subject),
  ];
}

/** Calls of tasks that are not known are passed over, the others checked; references need unambiguous names, circles sound ones. */
function checkCalls(subject: Subject, namesCollide: boolean): Issue[] {
  const issues = [...checkTaskPluginReferences(subject), ...checkTaskInvocation(subject)];
  if (namesCollide) return issues;
  const references = [...checkGraphReferences(subject), ...checkGraphDependencies(subject)];
  const cycles = references.length === 0 ? checkGraphCycle(subject) : [];
  return [...issues, ...references, ...checkArtifactReferences(subject), ...cycles];
}

function checkTypes(subject: Subject): Issue[] {
  const defaults = checkGlobalParameterDefaults(subject);
  const steps = defaults.length === 0 ? stepCheckTypes(subject) : [];
  return [...defaults, ...steps, ...checkUnionMemberDuplicates(subject)];
}
