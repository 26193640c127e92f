// Runs in a browser's worker: compiles the entrypoint that it is sent, several times, and says how long each took.
import { compileEntrypoint } from '#core/graph/compile.ts';
import type { EntrypointSource } from '#core/graph/plan-types.ts';

export interface Measured {
  readonly steps: number;
  readonly milliseconds: readonly number[];
}

self.onmessage = ({ data }: MessageEvent<{ source: EntrypointSource; runs: number }>) => {
  let steps = 0;
  const milliseconds = Array.from({ length: data.runs }, () => {
    const start = performance.now();
    const { plan } = compileEntrypoint(data.source);
    steps = plan?.steps.length ?? 0;
    return performance.now() - start;
  });
  self.postMessage({ steps, milliseconds } satisfies Measured);
};
