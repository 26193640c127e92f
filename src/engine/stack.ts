/** Reads a stack from inside the sandbox: the author's own place, and the lines worth showing. */
import type { Fault, Place } from '#core/job/events.ts';
import type { RawFault } from './protocol.ts';

/** Chromium writes `at name (alidade:///plugin/file.ts:3:11)`, Firefox and Safari `name@alidade:///plugin/file.ts:3:11`. */
const FRAME = /alidade:\/\/\/([^\s/()]+)\/([^\s():]+):(\d+):(\d+)/;

/** The engine's own scripts are named like a plugin's. */
const ENGINE = 'engine';

/** A worker's fault as the job's record keeps it. */
export function placeFault(raw: RawFault): Fault {
  const lines = raw.stack.split('\n');
  const last = lines.findLastIndex((line) => placeOf(line) !== null);
  const shown = lines.slice(0, last < 0 ? 1 : last + 1);
  return {
    message: raw.message,
    step: raw.step,
    task: raw.task,
    stack: shown.map((line) => line.replace('alidade:///', '')).join('\n'),
    place: lines.map(placeOf).find((place) => place !== null) ?? null,
  };
}

function placeOf(line: string): Place | null {
  const [, plugin, file, row, column] = FRAME.exec(line) ?? [];
  if (!plugin || !file || plugin === ENGINE) return null;
  return { plugin, file, line: Number(row), column: Number(column) };
}
