// Draws the app's icons: an alidade, the sighting rule that turns over a divided circle. `node scripts/icons.mjs` writes
// static/favicon.svg and the PNG files of the manifest again; they are committed, so a build never needs this.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { launchOptions } from './chromium.mjs';
import { root } from './stale.mjs';

/** The 36 marks of the circle, every ninth one longer. */
const marks = Array.from({ length: 36 }, (_, i) => {
  const a = (i * Math.PI) / 18;
  const from = i % 9 === 0 ? 17.5 : 20.5;
  const at = (/** @type {number} */ r) =>
    `${(32 + r * Math.cos(a)).toFixed(2)} ${(32 + r * Math.sin(a)).toFixed(2)}`;
  return `M${at(from)}L${at(24)}`;
}).join('');

/** The drawing on a field of 64, in two inks. @param {{ ink: string, sight: string, fine: boolean }} look */
const drawing = ({ ink, sight, fine }) => `
  <circle cx="32" cy="32" r="25" fill="none" stroke="${ink}" stroke-width="${fine ? 1.8 : 4}"/>
  ${fine ? `<path d="${marks}" stroke="${ink}" stroke-width=".9" stroke-linecap="round"/>` : ''}
  <g transform="rotate(-38 32 32)">
    <rect x="2" y="30" width="60" height="4" rx="1.2" fill="${sight}"/>
    <path d="M5 34V22.5h3.4V34zM55.6 34V22.5H59V34z" fill="${sight}"/>
  </g>
  <circle cx="32" cy="32" r="5.2" fill="${sight}"/>
  <circle cx="32" cy="32" r="1.9" fill="var(--field)"/>`;

const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <title>Alidade</title>
  <style>
    svg { --ink: #5c6470; --sight: #2f60b2; --field: #fbfaf7 }
    @media (prefers-color-scheme: dark) { svg { --ink: #a3abb8; --sight: #9ec0f7; --field: #0c1015 } }
  </style>${drawing({ ink: 'var(--ink)', sight: 'var(--sight)', fine: false })}
</svg>
`;

/** @param {number} size @param {number} scale how much of the square the drawing takes: a mask may cut the rest */
const square = (size, scale) => `<!doctype html><style>body{margin:0;--field:#fbfaf7}</style>
<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 64 64" style="display:block;background:#fbfaf7">
<g transform="translate(32 32) scale(${scale}) translate(-32 -32)">${drawing({ ink: '#3d444f', sight: '#2f60b2', fine: true })}</g></svg>`;

writeFileSync(join(root, 'static/favicon.svg'), favicon);
const browser = await chromium.launch(launchOptions());
for (const [name, size, scale] of /** @type {[string, number, number][]} */ ([
  ['icon-192', 192, 0.9],
  ['icon-512', 512, 0.9],
  ['maskable-512', 512, 0.7],
])) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(square(size, scale));
  await page.screenshot({ path: join(root, `static/icons/${name}.png`) });
  await page.close();
}
await browser.close();
