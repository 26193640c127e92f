/** Artifacts of one job as a folder: where each of their files goes, and the text of the index beside them. */
export interface ArtifactFolder {
  readonly places: readonly { readonly at: string; readonly artifact: string; readonly path: string }[];
  readonly index: { readonly at: string; readonly text: string };
}
