/** `npm run conformance -- FILE… [--kind K]`: runs record files against this program's own functions; exit code 0 if all pass. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runRecords } from '#node/conformance/suite.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { kind: { type: 'string' } } });

if (positionals.length === 0) {
  console.error('Usage: npm run conformance -- FILE… [--kind KIND]');
  process.exit(2);
}

const outcomes = positionals.flatMap((file) => runRecords(readFileSync(file, 'utf8'), values.kind));
for (const { kind, name, mismatch } of outcomes)
  if (mismatch !== null) console.log(`${kind} ${name}: ${mismatch}`);
const failed = outcomes.filter(({ mismatch }) => mismatch !== null).length;
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
