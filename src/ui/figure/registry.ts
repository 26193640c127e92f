/** Which artifacts have a figure of their own: by the artifact task that wrote them, each loaded when it is first shown. */
import type { Component } from 'svelte';

export interface FigureProps {
  /** Its id. */
  readonly artifact: string;
  /** The files of the artifact, by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Begins the names of files that are saved from it. */
  readonly fileName: string;
}

interface FigureKind {
  /** The files that it reads. */
  readonly paths: readonly string[];
  readonly load: () => Promise<{ default: Component<FigureProps> }>;
}

const FIGURES: Readonly<Record<string, FigureKind>> = {
  CertifiedCurvesArtifactTask: {
    paths: ['certified.json'],
    load: () => import('./CertifiedFigure.svelte'),
  },
  ComparisonArtifactTask: {
    paths: ['comparison.json'],
    load: () => import('./ComparisonFigure.svelte'),
  },
  ConfusionArtifactTask: {
    paths: ['confusion.json', 'pictures.npy'],
    load: () => import('./ConfusionFigure.svelte'),
  },
  DefenceMatrixArtifactTask: {
    paths: ['matrix.json'],
    load: () => import('./DefenceMatrixFigure.svelte'),
  },
  ExplanationSheetArtifactTask: {
    paths: ['explanations.json', 'original.npy', 'maps.npy'],
    load: () => import('./ExplanationFigure.svelte'),
  },
  LossLandscapeArtifactTask: {
    paths: ['landscape.json', 'images.npy'],
    load: () => import('./LossLandscape.svelte'),
  },
  PatchStudioArtifactTask: {
    paths: ['studio.json', 'patch.npy', 'images.npy'],
    load: () => import('./PatchStudio.svelte'),
  },
  ReliabilityArtifactTask: {
    paths: ['reliability.json'],
    load: () => import('./ReliabilityFigure.svelte'),
  },
  ReproductionArtifactTask: {
    paths: ['reproduction.json'],
    load: () => import('./ReproductionFigure.svelte'),
  },
};

/** Undefined where an artifact has none. */
export const figureOf = (task: string): FigureKind | undefined =>
  Object.hasOwn(FIGURES, task) ? FIGURES[task] : undefined;
