/** How an examination becomes a file, and comes back. */
import type { ArtifactTask, Examination } from 'alidade/sdk';

/** An examination as one JSON file: its grade, and for each rule grade, figures, reason and advice. The job page shows it as a panel. */
export const ExaminationArtifactTask: ArtifactTask<Examination> = {
  serialize: (examination, { name }) =>
    new Map([[`${name}.json`, new TextEncoder().encode(`${JSON.stringify(examination, null, 2)}\n`)]]),
  deserialize: (files) => JSON.parse(new TextDecoder().decode([...files.values()][0])) as Examination,
};
