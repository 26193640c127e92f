/** Tasks that misbehave: one never ends, one throws, one takes its time. */
import { log, metric, progress } from 'alidade/sdk';
import { fall } from './parts/fall.ts';

export function spin(): void {
  for (;;);
}

export function trip(depth: number): void {
  fall(depth);
}

/** At each batch two metrics and a line, in this order. */
export async function plod(batches: number, pause: number): Promise<number> {
  let sum = 0;
  for (let batch = 0; batch < batches; batch++) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    sum += batch;
    metric('left', sum, batch);
    metric('right', -sum, batch);
    log(`batch ${batch}`);
    progress(batch + 1, batches);
  }
  return sum;
}

export function keep(text: string): string {
  return text;
}
