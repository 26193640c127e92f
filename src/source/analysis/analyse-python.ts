/**
 * Finds the tasks of a Python file by the reference's rules: functions at the top of the module that its decorator registers.
 * Nothing of it runs here; it is kept for the exchange with the reference.
 */
import { isName } from '#core/resources/names.ts';
import { rangesOf } from '#source/positions.ts';
import { sourceIssue } from '#source/source-issue.ts';
import type { AnalysedFunction, AnalysedInput, Analysis, KnownTypes } from '#core/plugin/analysis.ts';
import { emptyAnalysis } from './analysis.ts';
import { Registrars } from './python-imports.ts';
import { bare, childrenOf, findFault, lineOf, parsePython, type PythonNode } from './python-tree.ts';
import { namePythonTypes, type Annotated } from './python-types.ts';

/** The tasks of a Python text. A text that is no Python has none, and an issue. */
export function analysePython(filename: string, text: string, known: KnownTypes): Analysis {
  const root = parsePython(text);
  if (!root)
    return emptyAnalysis(filename, [sourceIssue('source-too-long', filename, undefined, [filename])]);
  const ranges = rangesOf(text);
  const fault = findFault(root);
  if (fault) {
    const range = ranges(fault.from, Math.max(fault.to, fault.from + 1));
    return emptyAnalysis(filename, [sourceIssue('source-syntax', filename, range, ['This is not Python.'])]);
  }
  const found = findTasks(text, root).map((node) => readSignature(text, node));
  const annotations = found.flatMap((task) => [...task.inputs, ...task.returns]);
  const { names, proposed } = namePythonTypes(text, annotations, known);
  let at = 0;
  const typeOf = () => names[at++] ?? 'any';
  const functions = found.map((task): AnalysedFunction => {
    const inputs = task.inputs.map((input) => toInput(text, input, typeOf()));
    const outputs = task.returns.map(({ node }) => ({
      name: 'output',
      type: typeOf(),
      written: node && lineOf(text, node),
      named: false,
    }));
    const { name, description } = task;
    return { name, inputs, outputs, description, range: ranges(task.from, task.to), offered: true };
  });
  const issues = functions.flatMap(({ name, inputs, range }) =>
    [name, ...inputs.map((input) => input.name)]
      .filter((word) => !isName(word))
      .map((word) => sourceIssue(word === name ? 'task-name' : 'input-name', filename, range, [word, name])),
  );
  return { ...emptyAnalysis(filename), functions, missingTypes: proposed, issues };
}

/** Functions at the top, each where a decorator of it was imported before. */
function findTasks(text: string, root: PythonNode): readonly PythonNode[] {
  const registrars = new Registrars();
  const statements = childrenOf(root).flatMap((node) =>
    node.name === 'StatementGroup' ? childrenOf(node) : [node],
  );
  return statements.flatMap((node) => {
    if (node.name === 'ImportStatement') registrars.read(text, node);
    if (node.name !== 'DecoratedStatement') return [];
    const parts = childrenOf(node);
    const decorated = parts.some(
      (part) => part.name === 'Decorator' && registrars.has(decoratorName(text, part)),
    );
    const body = parts.find((part) => part.name === 'FunctionDefinition');
    return decorated && body && body.firstChild?.name !== 'async' ? [body] : [];
  });
}

/** The dotted name of a decorator, without brackets of a call. */
function decoratorName(text: string, decorator: PythonNode): string {
  const parts = childrenOf(decorator).slice(1);
  const name = parts.at(-1)?.name === 'ArgList' ? parts.slice(0, -1) : parts;
  return name.map((part) => text.slice(part.from, part.to)).join('');
}

interface Signature {
  readonly name: string;
  readonly inputs: readonly PythonParameter[];
  /** One annotation, or none where the function gives nothing. */
  readonly returns: readonly Annotated[];
  readonly description: string;
  readonly from: number;
  readonly to: number;
}

interface PythonParameter extends Annotated {
  readonly name: string;
  readonly fallback: PythonNode | null;
}

function readSignature(text: string, node: PythonNode): Signature {
  const parts = childrenOf(node);
  const words = parts.find((part) => part.name === 'VariableName');
  const name = words ? lineOf(text, words) : '';
  const list = parts.find((part) => part.name === 'ParamList');
  const returns = parts.find((part) => part.name === 'TypeDef');
  const type = returns && annotationIn(returns);
  return {
    name,
    inputs: list ? readParameters(text, list, name) : [],
    returns: type && bare(type).name !== 'None' ? [{ node: type, of: `the output of ${name}` }] : [],
    description: docstring(
      text,
      parts.find((part) => part.name === 'Body'),
    ),
    from: node.from,
    to: node.to,
  };
}

/** All parameters but those behind stars, in order. */
function readParameters(text: string, list: PythonNode, task: string): readonly PythonParameter[] {
  const parameters: PythonParameter[] = [];
  let [stars, name, node, fallback]: [boolean, string, PythonNode | null, PythonNode | null] = [
    false,
    '',
    null,
    null,
  ];
  for (const part of childrenOf(list)) {
    if (part.name === ',' || part.name === ')') {
      if (name !== '' && !stars)
        parameters.push({ name, node, fallback, of: `the input ${name} of ${task}` });
      [stars, name, node, fallback] = [false, '', null, null];
    } else if (part.name === '*' || part.name === '**') stars = true;
    else if (part.name === 'VariableName' && name === '') name = lineOf(text, part);
    else if (part.name === 'TypeDef') node = annotationIn(part);
    else if (part.name !== 'AssignOp' && part.name !== '(') fallback = part;
  }
  return parameters;
}

/** The expression of `: type` and `-> type`. */
function annotationIn(definition: PythonNode): PythonNode | null {
  return definition.lastChild;
}

function toInput(text: string, { name, node, fallback }: PythonParameter, type: string): AnalysedInput {
  return {
    name,
    type,
    required: fallback === null,
    description: '',
    written: node && lineOf(text, node),
    nullByDefault: fallback?.name === 'None',
  };
}

/** The first paragraph of the text that a function begins with. */
function docstring(text: string, body: PythonNode | undefined): string {
  const first = body && childrenOf(body).find((part) => part.name !== ':');
  const words = first?.name === 'ExpressionStatement' ? first.firstChild : null;
  if (words?.name !== 'String') return '';
  const [, inner = ''] =
    /^[rRuU]?("""|'''|"|')([^]*)\1$/.exec(text.slice(words.from, words.to))?.slice(1) ?? [];
  return (inner.trim().split(/\n\s*\n/)[0] ?? '').replaceAll(/\s*\n\s*/g, ' ');
}
