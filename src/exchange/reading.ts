/** What the readers of an import's parts work with. */
import type { Issue } from '#core/issues.ts';
import type { ImportFault } from '#core/resources/import-issues.ts';
import type { ResourceDocument } from './grammar.ts';

export interface Reading {
  readonly document: ResourceDocument;
  /** Files below the folder of the TOML, by their path from there. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Collects; a fault's path is its place in the TOML. */
  readonly report: (fault: ImportFault) => void;
  readonly add: (issues: readonly Issue[]) => void;
}
