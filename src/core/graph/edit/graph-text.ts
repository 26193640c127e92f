/** A text with what it says, read once for any number of questions and edits. */
import { hasErrors, type Issue } from '#core/issues.ts';
import type { Node } from '#core/graph/node.ts';
import type { DocumentName } from '#core/graph/source.ts';
import { parseYaml } from '#core/graph/yaml.ts';
import { TextShape } from './text-shape.ts';

export type GraphDocument = DocumentName & ('task graph' | 'artifact graph');

export class GraphText {
  readonly text: string;
  readonly document: GraphDocument;
  readonly root: Node;
  readonly issues: readonly Issue[];
  #shape: TextShape | null = null;

  constructor(text: string, document: GraphDocument) {
    this.text = text;
    this.document = document;
    const { root, issues } = parseYaml(text, document);
    this.root = root;
    this.issues = issues;
  }

  get shape(): TextShape {
    return (this.#shape ??= new TextShape(this.text));
  }

  /** Whether it is YAML at all, and holds a mapping or nothing. */
  get isReadable(): boolean {
    const { root } = this;
    return (
      !hasErrors(this.issues) && (root.kind === 'map' || (root.kind === 'scalar' && root.type === 'null'))
    );
  }
}
