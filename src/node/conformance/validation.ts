/** Records of validations: the verdict and the types of issues must be the same. */
import { checkDescription } from '#core/graph/check.ts';
import { readDescription } from '#core/graph/description.ts';
import { hasErrors, type Issue, type Severity } from '#core/issues.ts';
import { valueOf, type Node } from '#core/graph/node.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { plainValue } from '#core/graph/value.ts';
import type { Json } from '#core/resources/content.ts';
import type { Record } from './record.ts';

/** Where the reference raised instead of reporting, a SEMANTIC error is what it should have reported. */
const RAISED = ['SEMANTIC'];

export function checkValidation(record: Record): string | null {
  const issues = validate(record);
  const raised = record.has('expected_exception');
  const isValid = !raised && record.flag('expected_valid');
  const errors = raised ? RAISED : record.texts('expected_issue_types');
  return (
    differ('valid', String(!hasErrors(issues)), String(isValid), issues) ??
    differ('errors', typesOf(issues, 'ERROR'), joined(errors), issues) ??
    differ('warnings', typesOf(issues, 'WARNING'), joined(record.texts('expected_warning_types')), issues)
  );
}

/** The reference's loader gives no warnings, so those of ours are left out. */
function validate(record: Record): readonly Issue[] {
  const yaml = record.text('yaml');
  const artifactTasks = readArtifactTasks(record.raw('artifact_tasks'));
  if (yaml === null) return checkDescription(readDescription(record.node('experiment')), { artifactTasks });
  const { root, issues } = parseYaml(yaml);
  if (hasErrors(issues)) return issues;
  return checkDescription(readDescription(root), { artifactTasks });
}

function readArtifactTasks(node: Node | undefined): Map<string, { readonly [name: string]: Json } | null> {
  const names = node?.kind === 'map' ? node.entries.map(({ key }) => String(key.value)) : [];
  return new Map(
    names.map((name) => [
      name,
      plainValue(valueOf(node!, name)!) as { readonly [name: string]: Json } | null,
    ]),
  );
}

function typesOf(issues: readonly Issue[], severity: Severity): string {
  return joined(issues.filter((issue) => issue.severity === severity).map(({ type }) => type));
}

function joined(types: readonly string[]): string {
  return [...new Set(types)].toSorted().join(' ') || 'none';
}

function differ(what: string, found: string, expected: string, issues: readonly Issue[]): string | null {
  return found === expected
    ? null
    : `${what}: ${found} instead of ${expected} (${issues.map(({ code }) => code).join(', ')})`;
}
