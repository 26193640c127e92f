// Compiles src/engine/worker/wasm (AssemblyScript) into src/engine/worker/kernels/binary.ts, a text that holds the binary: so neither a
// test nor a build needs the compiler. `--check` writes nothing and fails where the committed file is not what would be written.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './stale.mjs';

const file = 'src/engine/worker/kernels/binary.ts';
const source = 'src/engine/worker/wasm/index.ts';

/** Memory is the wasm backend's, at whose addresses nothing of ours may lie: no runtime, no data. v128 stays inside (112). */
const options =
  '-O3 --noAssert --converge --runtime stub --use abort= --importMemory --noExportMemory --enable simd --disableWarning 112';

/** The binary, the same bytes on every machine. Throws with the compiler's words where the source is wrong. @returns {Buffer} */
export function compileKernels() {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-kernels-'));
  try {
    const out = join(folder, 'kernels.wasm');
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    execFileSync(process.execPath, [compiler, source, '--outFile', out, ...options.split(' ')], {
      cwd: root,
    });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the committed file says, what it should, and the binary itself. */
export function kernelsText() {
  const bytes = compileKernels();
  const made = `/** The binary of ../wasm in base64, written by scripts/kernels.mjs: never by hand. */
export const BINARY =
  '${bytes.toString('base64')}';
`;
  const at = join(root, file);
  return { committed: existsSync(at) ? readFileSync(at, 'utf8') : null, made, bytes };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const checks = process.argv.includes('--check');
  const { committed, made } = kernelsText();
  const same = committed === made;
  if (!same && !checks) writeFileSync(join(root, file), made);
  console.log(`${file}: ${same ? 'as it is made' : checks ? 'not as it is made' : 'written'}`);
  process.exitCode = checks && !same ? 1 : 0;
}
