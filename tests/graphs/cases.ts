// The cases of this folder: YAML in, issues, plan or picture out. README.md tells how a case is made.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDescription } from '#core/graph/check.ts';
import { compileEntrypoint } from '#core/graph/compile.ts';
import { readDescription } from '#core/graph/description.ts';
import { planDescription } from '#core/graph/plan.ts';
import { drawPicture } from '#core/graph/picture.ts';
import type { Compilation, EntrypointSource } from '#core/graph/plan-types.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { hasErrors } from '#core/issues.ts';
import { viewIssue, viewPicture, viewPlan } from './views.ts';

const ROOT = import.meta.dirname;

const OUTCOMES = ['issues.json', 'plan.json', 'picture.json'] as const;
const INPUTS = ['graph.yaml', 'description.yaml', 'artifact-graph.yaml', 'entrypoint.json'];

export interface Case {
  readonly name: string;
  readonly files: readonly string[];
}

export const cases: readonly Case[] = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, files: readdirSync(join(ROOT, name)) }));

/** Files that no case can have, so that a slip in a file's name does not go unnoticed. */
export function strayFiles({ files }: Case): readonly string[] {
  return files.filter((file) => !INPUTS.includes(file) && !OUTCOMES.some((outcome) => outcome === file));
}

export function expectedOutcomes({ files }: Case): readonly (typeof OUTCOMES)[number][] {
  return OUTCOMES.filter((outcome) => files.includes(outcome));
}

/** What is in the file; where it is empty and UPDATE is set, it is first filled with what was found. */
export function readExpected({ name }: Case, outcome: string, found: unknown): unknown {
  const file = join(ROOT, name, outcome);
  const isEmpty = readFileSync(file, 'utf8').trim() === '';
  if (isEmpty && process.env.UPDATE) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Runs a case. Without a file for its issues it must have none. */
export function runCase(item: Case): Readonly<Record<(typeof OUTCOMES)[number], unknown>> {
  const { issues, plan, picture } = item.files.includes('graph.yaml') ? compileCase(item) : checkCase(item);
  return { 'issues.json': issues.map(viewIssue), 'plan.json': plan && viewPlan(plan), 'picture.json': viewPicture(picture) };
}

function read({ name }: Case, file: string): string | null {
  const path = join(ROOT, name, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** A task graph with the tools that all cases share, or with an entrypoint of its own. */
function compileCase(item: Case): Compilation {
  const tools = JSON.parse(readFileSync(join(ROOT, 'tools.json'), 'utf8')) as Partial<EntrypointSource>;
  const own = JSON.parse(read(item, 'entrypoint.json') ?? '{}') as Partial<EntrypointSource>;
  return compileEntrypoint({
    taskGraph: read(item, 'graph.yaml')!,
    artifactGraph: read(item, 'artifact-graph.yaml') ?? '',
    parameters: [],
    artifactParameters: [],
    functions: [],
    artifacts: [],
    types: [],
    ...tools,
    ...own,
  });
}

/** A whole experiment description, without registered artifact tasks. */
function checkCase(item: Case): Compilation {
  const { root, issues } = parseYaml(read(item, 'description.yaml')!, 'description');
  const description = readDescription(root);
  const all = hasErrors(issues) ? issues : [...issues, ...checkDescription(description)];
  const plan = hasErrors(all) ? null : planDescription(description).plan;
  return { issues: all, plan, picture: drawPicture(description) };
}
