// PyTorch in a process of its own that answers orders one after the other; null where this machine has none.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Measured {
  /** Milliseconds each. */
  readonly times: readonly number[];
  /** A loss that both sides must agree on. */
  readonly check: number;
}

export interface Order {
  readonly what: 'steps' | 'attacks';
  readonly network: readonly unknown[];
  readonly count: number;
}

export interface PyTorch {
  readonly version: string;
  measure(order: Order): Promise<Measured>;
  close(): void;
}

/** Debian's package is for Debian's own Python, which need not be the first on the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];

export async function startPyTorch(): Promise<PyTorch | null> {
  const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import torch, numpy']).status === 0);
  if (!python) return null;
  const script = fileURLToPath(new URL('./pytorch.py', import.meta.url));
  const threads = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const child = spawn(python, [script], {
    env: { ...process.env, ...threads },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('PyTorch ended before it answered.');
    return JSON.parse(value as string);
  };
  const { torch: version } = (await answer()) as { torch: string };
  return {
    version,
    measure: async (order) => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return (await answer()) as Measured;
    },
    close: () => void child.stdin.end(),
  };
}
