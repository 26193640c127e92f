/** An entrypoint file into its two graphs, each as its author laid it out: the lines of the file, not a dump of what they say. */
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { entryOf, rangeOf, textOf, type Entry, type Node } from '#core/graph/node.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import type { Issue } from '#core/issues.ts';
import { importIssue } from './import-issues.ts';

export interface EntrypointGraphs {
  readonly taskGraph: string;
  readonly artifactGraph: string;
  readonly issues: readonly Issue[];
}

/** Splits a YAML file with the keys `graph` and `artifacts`; `path` names it in issues. */
export function splitEntrypointYaml(text: string, path: string): EntrypointGraphs {
  const { root, issues } = parseYaml(text, path);
  const found = [...issues, ...checkKeys(root, path)];
  const graph = entryOf(root, 'graph');
  const artifacts = entryOf(root, 'artifacts');
  if (issues.some((issue) => issue.severity === 'ERROR'))
    return { taskGraph: '', artifactGraph: '', issues: found };
  return {
    taskGraph: graph ? sectionText(text, root, graph) : '',
    artifactGraph: artifacts ? sectionText(text, root, artifacts) : '',
    issues: found,
  };
}

function checkKeys(root: Node, path: string): Issue[] {
  const graph = entryOf(root, 'graph');
  const issues: Issue[] = [];
  if (!graph || isNull(graph.value))
    issues.push(importIssue({ code: 'import-no-graph', words: { path }, document: path }));
  for (const { key } of root.kind === 'map' ? root.entries : []) {
    const name = textOf(key);
    if (name === 'graph' || name === 'artifacts') continue;
    const words = { key: name ?? String(key.value), path };
    issues.push(importIssue({ code: 'import-yaml-key', words, document: path, range: rangeOf(key) }));
  }
  return issues;
}

/** The author's own lines where they can stand alone; else (an anchor in the other graph, say) the value written anew. */
function sectionText(text: string, root: Node, { key, value }: Entry): string {
  if (isNull(value)) return '';
  const lines = ownLines(text, root, key.place?.end ?? 0, value);
  const again = parseYaml(lines);
  const sound = again.issues.every((issue) => issue.severity !== 'ERROR') && sameValue(again.root, value);
  return sound ? lines : writeAnew(value);
}

function ownLines(text: string, root: Node, keyEnd: number, value: Node): string {
  const start = value.place?.start ?? keyEnd;
  const lineEnd = text.indexOf('\n', keyEnd);
  if (lineEnd < 0 || start < lineEnd) return `${text.slice(start, value.place?.end).trimEnd()}\n`;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const lines = text.slice(lineEnd + 1, nextKey(text, root, keyEnd)).split(/\r?\n/);
  while (lines.length > 0 && isOutside(lines.at(-1)!, indent)) lines.pop();
  while (lines[0]?.trim() === '') lines.shift();
  return `${lines.map((line) => dedent(line, indent)).join('\n')}\n`;
}

/** Where the line of the next top-level key begins, or the text ends. */
function nextKey(text: string, root: Node, after: number): number {
  const starts = root.kind === 'map' ? root.entries.map((entry) => entry.key.place?.start ?? 0) : [];
  return starts.filter((start) => start > after).toSorted((a, b) => a - b)[0] ?? text.length;
}

/** Blank lines and comments at the end that are not indented as the graph is belong to what follows. */
function isOutside(line: string, indent: number): boolean {
  const text = line.trimStart();
  return (
    text === '' || /^(---|\.\.\.)/.test(line) || (text.startsWith('#') && line.length - text.length < indent)
  );
}

function dedent(line: string, indent: number): string {
  const space = line.length - line.trimStart().length;
  return line.slice(Math.min(space, indent));
}

function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.type === 'null';
}

function sameValue(a: Node, b: Node): boolean {
  return JSON.stringify(shapeOf(a)) === JSON.stringify(shapeOf(b));
}

function shapeOf(node: Node): unknown {
  if (node.kind === 'list') return { list: node.items.map(shapeOf) };
  if (node.kind === 'map')
    return { map: node.entries.map(({ key, value }) => [shapeOf(key), shapeOf(value)]) };
  return [node.type, String(node.value)];
}

function writeAnew(value: Node): string {
  const document = new Document(null, { version: '1.1' });
  document.contents = libraryNode(value) as typeof document.contents;
  return document.toString({ lineWidth: 0, directives: false });
}

function libraryNode(node: Node): YAMLMap | YAMLSeq | Scalar {
  if (node.kind === 'map') {
    const map = new YAMLMap();
    map.items = node.entries.map(({ key, value }) => new Pair(libraryNode(key), libraryNode(value)));
    return map;
  }
  if (node.kind === 'list') {
    const list = new YAMLSeq();
    list.items = node.items.map(libraryNode);
    return list;
  }
  const scalar = new Scalar(node.value);
  if (node.type === 'number') scalar.minFractionDigits = 1;
  return scalar;
}
