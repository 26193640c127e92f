/** What an argument means as one text, however it was written: equal texts for equal values, with the references to steps apart from all else. */
import { show, type Node } from './node.ts';
import { readReference } from './reference.ts';

/** The step and output that a text refers to, the output by its name where it is known; null for what leads to no step. */
export type LeadsTo = (text: string) => { readonly step: string; readonly output: string | null } | null;

/** A reference to a step is written `$"step"."output"`; a dollar stands outside of quotes nowhere else. */
export function exactText(node: Node, leadsTo: LeadsTo): string {
  if (node.kind === 'list') {
    const items = node.items.map((item) => exactText(item, leadsTo)).join(', ');
    return node.set ? `set [${items}]` : `[${items}]`;
  }
  if (node.kind === 'map') {
    const entries = node.entries.map(
      ({ key, value }) => `${exactScalar(key.type, key.value, show(key))}: ${exactText(value, leadsTo)}`,
    );
    return `{${entries.toSorted().join(', ')}}`;
  }
  const target =
    node.type === 'string' && readReference(node.value as string) ? leadsTo(node.value as string) : null;
  return target ? exactReference(target.step, target.output) : exactScalar(node.type, node.value, show(node));
}

/** The text of a reference to an output of a step. */
export function exactReference(step: string, output: string | null): string {
  return `$${JSON.stringify(step)}${output === null ? '' : `.${JSON.stringify(output)}`}`;
}

/** Rewrites the names of the steps that a text refers to. */
export function renameSteps(exact: string, nameOf: (step: string) => string): string {
  return exact.replaceAll(/(\$?)("(?:[^"\\]|\\.)*")/g, (whole, dollar: string, quoted: string) =>
    dollar ? `$${JSON.stringify(nameOf(JSON.parse(quoted) as string))}` : whole,
  );
}

function exactScalar(type: string, value: unknown, shown: string): string {
  if (type === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `bytes ${value.join(' ')}`;
  return type === 'date' || type === 'other' ? `${type} ${JSON.stringify(shown)}` : shown;
}
