/** The YAML file of an entrypoint: both graphs below their keys, each line as its author wrote it. */
import { splitEntrypointYaml } from '#core/resources/entrypoint-yaml.ts';

export interface WrittenGraphs {
  readonly yaml: string;
  /** Whether reading the file gives both texts back, letter by letter. */
  readonly exact: boolean;
}

/** What cannot stand in a YAML file (an empty graph, or one that is no YAML) is left out of it, and not exact. */
export function writeGraphs(taskGraph: string, artifactGraph: string): WrittenGraphs {
  const both =
    section('graph', taskGraph) + (artifactGraph === '' ? '' : `\n${section('artifacts', artifactGraph)}`);
  if (isReadable(both)) return { yaml: both, exact: givesBack(both, taskGraph, artifactGraph) };
  const graphs = [section('graph', taskGraph), section('artifacts', artifactGraph)];
  const [graph = EMPTY_GRAPH, artifacts] = graphs.map((text) => (isReadable(text) ? text : undefined));
  const apart = [graph, artifacts].filter((text) => text !== undefined).join('\n');
  return { yaml: isReadable(apart) ? apart : EMPTY_GRAPH, exact: false };
}

const EMPTY_GRAPH = 'graph: {}\n';

function section(key: string, text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return `${key}:\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`;
}

/** A file needs a graph; a section of artifacts alone is read with an empty one. */
function isReadable(yaml: string): boolean {
  const whole = yaml.startsWith('graph:') ? yaml : EMPTY_GRAPH + yaml;
  return splitEntrypointYaml(whole, '').issues.every((issue) => issue.severity !== 'ERROR');
}

function givesBack(yaml: string, taskGraph: string, artifactGraph: string): boolean {
  const read = splitEntrypointYaml(yaml, '');
  return read.taskGraph === taskGraph && read.artifactGraph === artifactGraph;
}
