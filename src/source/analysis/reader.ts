/** What reading a task needs beside its text: where it stands, the names of types, and whom to tell what was not understood. */
import type { Node } from '@babel/types';
import type { Issue } from '#core/issues.ts';
import { sourceIssue, type SourceCode } from '#source/source-issue.ts';
import type { TypeNames } from './name-types.ts';
import type { Place } from './read-type.ts';
import { rangeIn, type Source } from './sources.ts';

/** Tells of a node; `about` fills the sentence. */
export type Report = (code: SourceCode, node: Node, ...about: [string?, string?]) => void;

export interface Reader {
  readonly at: Place;
  readonly types: TypeNames;
  readonly report: Report;
}

/** No more issues of one file are told. */
const MOST_ISSUES = 200;

/** Collects what is told of nodes of one file. */
export function reportTo(issues: Issue[], source: Source): Report {
  return (code, node, ...about) => {
    if (issues.length < MOST_ISSUES)
      issues.push(sourceIssue(code, source.name, rangeIn(source, node), about));
  };
}
