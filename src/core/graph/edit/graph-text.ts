/** A text with what it says, read once for any number of questions and edits. */
import { hasErrors, type Issue } from '#core/issues.ts';
import type { Node } from '#core/graph/node.ts';
import type { DocumentName } from '#core/graph/source.ts';
import { parseYaml, type ParsedYaml } from '#core/graph/yaml.ts';
import { TextShape } from './text-shape.ts';

/** The two texts that can be edited. */
export type GraphDocument = DocumentName & ('task graph' | 'artifact graph');

/** A text, its tree and what is wrong with it; never changes. */
export class GraphText {
  readonly text: string;
  readonly document: GraphDocument;
  #parsed: ParsedYaml | null = null;
  #shape: TextShape | null = null;

  /** Reads the text when first asked what it says. */
  constructor(text: string, document: GraphDocument) {
    this.text = text;
    this.document = document;
  }

  get root(): Node {
    return (this.#parsed ??= parseYaml(this.text, this.document)).root;
  }

  get issues(): readonly Issue[] {
    return (this.#parsed ??= parseYaml(this.text, this.document)).issues;
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
