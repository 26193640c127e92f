/** Looks at a whole plugin for its editor: its tasks against its text, what is wrong with it, and what of it runs here. */
import type { KnownTypes } from '#core/plugin/analysis.ts';
import type { PluginStudy } from '#core/plugin/study.ts';
import type { Issue } from '#core/issues.ts';
import type { PluginFile } from '#core/resources/content.ts';
import { analysePlugin } from './analysis/analyse-file.ts';
import { compareTasks } from './analysis/compare-tasks.ts';
import { preparePlugin } from './prepare-plugin.ts';

/** `known` are the parameter types that exist. Never throws, and nothing of the text is run. */
export function studyPlugin(files: readonly PluginFile[], known: KnownTypes): PluginStudy {
  const { issues, runs } = preparePlugin('study', '', files);
  const analyses = analysePlugin(files, known);
  return {
    files: files.map((file, index) => {
      const analysis = analyses[index]!;
      const { filename, missingTypes } = analysis;
      return { filename, comparisons: compareTasks(file, analysis, known), missingTypes };
    }),
    issues: distinct([...issues, ...analyses.flatMap((analysis) => analysis.issues)]),
    runs,
  };
}

/** Preparing and analysing both tell of a text that cannot be read. */
function distinct(issues: readonly Issue[]): readonly Issue[] {
  const keyOf = ({ code, document, range, message }: Issue) =>
    code === 'source-syntax'
      ? `${code} ${document} ${range?.start.line}`
      : `${code} ${document} ${range?.start.offset} ${message}`;
  return [...new Map(issues.toReversed().map((issue) => [keyOf(issue), issue])).values()].toReversed();
}
