// Packs the 8×8 digits of scikit-learn into static/data/digits8x8.bin and describes them in static/data/index.json:
// `node scripts/pack-digits8x8.mjs digits.csv.gz`, the file of scikit-learn's folder datasets/data (Debian: package
// python3-sklearn). `--check` writes nothing and needs no other file: packed digits say the whole text again, and it must
// have its hash.
//
// digits8x8.bin is gzip; inflated: one line of JSON (the header; `levels` is the value of black ink, 16), then one byte a
// label, then one byte a pixel, in the order of the file, which is that of every published figure on it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readIndex, writeEntry } from './data-index.mjs';

const NAME = 'digits8x8';
const PIXELS = 64;
const COUNT = 1797;
const TRAIN = 1297;
/** Of the inflated digits.csv.gz of scikit-learn 1.2.1. */
const SOURCE = '6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8';
const path = join(dirname(fileURLToPath(import.meta.url)), '..', 'static', 'data', `${NAME}.bin`);

/** @param {Uint8Array | string} content */
const hash = (content) => createHash('sha256').update(content).digest('hex');

/** @param {string} text a line an image: 64 values of 0 to 16 and the label @returns {Buffer} */
function pack(text) {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  const header = {
    format: 1,
    name: NAME,
    count: rows.length,
    shape: [8, 8, 1],
    classes: 10,
    levels: 16,
    splits: { train: [0, TRAIN], test: [TRAIN, COUNT] },
  };
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n`),
    Buffer.from(rows.map((row) => row[PIXELS] ?? -1)),
    Buffer.from(rows.flatMap((row) => row.slice(0, PIXELS))),
  ]);
}

/** The text that was packed. @param {Buffer} packed */
function unpack(packed) {
  const labels = packed.indexOf(10) + 1;
  const pixels = labels + COUNT;
  const lines = Array.from({ length: COUNT }, (_, i) => {
    const values = packed.subarray(pixels + i * PIXELS, pixels + (i + 1) * PIXELS);
    return [...values, packed[labels + i]].join(',');
  });
  return `${lines.join('\n')}\n`;
}

/** @param {Buffer} packed @param {Buffer} file */
function describe(packed, file) {
  return {
    name: NAME,
    file: `${NAME}.bin`,
    bytes: file.length,
    sha256: hash(file),
    title: 'Digits 8×8: 1,797 handwritten digits, in the order of scikit-learn',
    licence: 'CC BY 4.0',
    credit:
      'E. Alpaydin and C. Kaynak: Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, ' +
      'https://doi.org/10.24432/C50P49, its test part',
    source: "digits.csv.gz of scikit-learn 1.2.1 (Debian's python3-sklearn), values unchanged, packed",
    inflated: { bytes: packed.length, sha256: hash(packed) },
    shape: [8, 8, 1],
    classes: 10,
    splits: { train: TRAIN, test: COUNT - TRAIN },
  };
}

function check() {
  if (!existsSync(path)) return false;
  const file = readFileSync(path);
  const packed = gunzipSync(file);
  const text = unpack(packed);
  const entry = JSON.stringify(readIndex().find((known) => known.name === NAME));
  return (
    hash(text) === SOURCE && pack(text).equals(packed) && entry === JSON.stringify(describe(packed, file))
  );
}

const [source] = process.argv.slice(2);
if (source === '--check') {
  const ok = check();
  console.log(
    ok ? `static/data/${NAME}.bin holds scikit-learn's digits` : 'static/data is not what would be packed',
  );
  process.exitCode = ok ? 0 : 1;
} else if (!source) {
  console.error('Say where digits.csv.gz lies: node scripts/pack-digits8x8.mjs <file>');
  process.exitCode = 2;
} else {
  const text = gunzipSync(readFileSync(source)).toString();
  if (hash(text) !== SOURCE) throw new Error(`${source} is not the digits.csv.gz of scikit-learn.`);
  const packed = pack(text);
  const file = gzipSync(packed, { level: 9 });
  writeFileSync(path, file);
  writeEntry(describe(packed, file));
  console.log(`static/data/${NAME}.bin: ${file.length} bytes, ${packed.length} inflated`);
}
