// Artifacts as they are shown and taken away.
import { unzipSync, strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { formatNpy } from '#core/files/npy.ts';
import {
  imagesOf,
  keepEpsilon,
  largestDifference,
  nearestEpsilon,
  parseImageSet,
  sayAttacked,
} from '#ui/artifact/image-set.ts';
import { magnify, paintDifference, paintPicture } from '#ui/artifact/paint.ts';
import { showFile } from '#ui/artifact/preview-kinds.ts';
import { packZip } from '#ui/artifact/zip.ts';

const text = (s: string) => new TextEncoder().encode(s);

it('packs a ZIP that another program opens, names and bytes whole', async () => {
  const entries = [
    { path: 'model/weights.bin', bytes: Uint8Array.from({ length: 5000 }, (_, i) => i % 251) },
    { path: 'ε.txt', bytes: text('grey') },
    { path: 'empty', bytes: new Uint8Array() },
  ];
  const opened = unzipSync(new Uint8Array(await packZip(entries).arrayBuffer()));
  expect(Object.keys(opened)).toEqual(entries.map((e) => e.path));
  for (const { path, bytes } of entries) expect(opened[path]).toEqual(bytes);
  expect(strFromU8(opened['ε.txt']!)).toBe('grey');
});

describe('adversarial images', () => {
  const shape = [3, 2, 2, 1];
  const items = [
    [7, 0.1, 7, 3],
    [1, 0.1, 1, 1],
    [4, 0.2, 9, 9],
  ].map(([label, epsilon, clean, adversarial]) => ({
    label,
    epsilon,
    clean_prediction: clean,
    clean_confidence: 0.9,
    adversarial_prediction: adversarial,
    adversarial_confidence: 0.6,
  }));
  const before = formatNpy({ shape, data: new Float32Array(12).fill(0.5) });
  const after = formatNpy({ shape, data: new Float32Array(12).map((_, i) => 0.5 + (i % 2 ? 0.25 : -0.125)) });

  it('know what was fooled, what resisted and what was misread before', () => {
    const set = parseImageSet({ shape, classes: null, items }, before, after);
    expect(set.items.map((i) => i.outcome)).toEqual(['fooled', 'resisted', 'misread']);
    expect(set.epsilons).toEqual([0.1, 0.2]);
    expect(set.items[2]!.after).toHaveLength(4);
    expect(largestDifference(set.items)).toBe(0.25);
  });
  it('are told apart by their attack, with the ε of each', () => {
    const named = items.map((item, i) => ({ ...item, attack: ['FGSM', 'PGD', 'FGSM'][i] }));
    const set = parseImageSet({ shape, classes: null, items: named }, before, after);
    expect(set.attacks).toEqual(['FGSM', 'PGD']);
    expect(imagesOf(set, 'FGSM')).toMatchObject({
      items: [{ label: 7 }, { label: 4 }],
      epsilons: [0.1, 0.2],
    });
    expect(imagesOf(set, 'PGD')).toMatchObject({ items: [{ label: 1 }], epsilons: [0.1] });
    expect(sayAttacked(set.items[1]!)).toBe('by PGD at ε 0.1');
    expect(sayAttacked({ attack: null, epsilon: null })).toBe('with the least change that was found');
  });
  it.each([
    ['no items', {}, /no list/],
    ['more items than pictures', { items: [...items, ...items] }, /names 6 images/],
    ['an item without a label', { items: [{}] }, /Item 0 .* no /],
  ])('are refused with %s', (_, json, message) =>
    expect(() => parseImageSet(json, before, after)).toThrow(message),
  );
});

describe('painting', () => {
  it('greys in 0…1, whatever lies outside', () => {
    expect([...paintPicture([0, 1, 2, -1], 1)]).toEqual([
      0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 255,
    ]);
  });
  it('differences between three colours', () => {
    const scale = { below: [100, 0, 0], level: [200, 200, 200], above: [0, 0, 100] } as const;
    const pixels = paintDifference([-1, 0, 0.5, 9], 1, 1, scale);
    expect([...pixels].filter((_, i) => i % 4 !== 3)).toEqual([
      100, 0, 0, 200, 200, 200, 100, 100, 150, 0, 0, 100,
    ]);
  });
  it('magnifies as far as nothing is cut off', () => {
    expect([0.05, 0.1, 0.3, 1, 0.001].map((d) => magnify(d).times)).toEqual([20, 10, 2, 1, 100]);
  });
});

describe('a look inside', () => {
  it.each([
    ['notes.txt', text('plain'), { kind: 'text', text: 'plain', cut: false }],
    ['data.json', text('{"a":1}'), { kind: 'text', text: '{\n  "a": 1\n}' }],
    ['data.json', text('{'), { kind: 'bytes' }],
    ['table.csv', text('a,b\n1,2\n'), { kind: 'table', head: ['a', 'b'], rows: [['1', '2']], total: 1 }],
    ['picture.png', text('x'), { kind: 'image', type: 'image/png' }],
    ['weights.bin', Uint8Array.of(0, 255), { kind: 'bytes', why: null }],
    ['wrong.npy', text('x'), { kind: 'bytes', why: expect.stringMatching(/no \.npy/) }],
  ] as const)('of %s', (path, bytes, expected) =>
    expect(showFile(path, bytes as Uint8Array)).toMatchObject(expected),
  );

  it('of arrays: as pictures where they look like it, else as numbers', () => {
    const pictures = showFile(
      'x.npy',
      formatNpy({ shape: [2, 28, 28, 1], data: new Uint8Array(1568).fill(255) }),
    );
    expect(pictures).toMatchObject({ kind: 'pictures', array: { most: 255 } });
    if (pictures.kind === 'pictures') expect(pictures.pictures[0]!.pixels[0]).toBe(1);
    expect(showFile('x.npy', formatNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }))).toMatchObject({
      kind: 'numbers',
      array: { least: 1, most: 4, mean: 2.5 },
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
  });

  it('of a model: its layers', () => {
    const json = {
      modelTopology: {
        model_config: {
          class_name: 'Sequential',
          config: {
            name: 'net',
            layers: [{ class_name: 'Dense', config: { name: 'dense_1', units: 10, activation: 'relu' } }],
          },
        },
      },
      weightsManifest: [
        {
          weights: [
            { name: 'dense_1/kernel', shape: [256, 10] },
            { name: 'dense_1/bias', shape: [10] },
          ],
        },
      ],
    };
    expect(showFile('model.json', text(JSON.stringify(json)))).toMatchObject({
      kind: 'model',
      model: {
        name: 'net',
        weights: 2570,
        layers: [{ name: 'dense_1', type: 'Dense', facts: 'units 10, relu', weights: 2570 }],
      },
    });
  });
});

describe('the ε that is shown', () => {
  const bounded = { epsilons: [0.1, 0.3] };
  const least = { epsilons: [] };
  it('is the nearest one of the attack itself, and all of them where it keeps to none', () => {
    expect([0, 0.12, 0.21, 9].map((wanted) => nearestEpsilon(bounded, wanted))).toEqual([
      '0.1',
      '0.1',
      '0.3',
      '0.3',
    ]);
    expect(nearestEpsilon(least, 0.1)).toBe('all');
  });
  it('stays when the attack changes only where the new one has it', () => {
    expect(['0.1', '0.2', 'all', null].map((chosen) => keepEpsilon(bounded, chosen))).toEqual([
      '0.1',
      null,
      'all',
      null,
    ]);
    expect(keepEpsilon(least, '0.1')).toBeNull();
  });
});
