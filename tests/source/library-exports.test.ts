/** The lists of names that plugins may import are those of the libraries themselves. */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import * as numeric from '#sdk/numeric/index.ts';
import * as plain from '#sdk/plain.ts';
import libraryExports from '#source/library-exports.json';

const own = (name: string) => !['default', '__esModule', 'module.exports'].includes(name);

test('of the SDK, in its two halves', () => {
  expect(libraryExports.sdk).toEqual(Object.keys(plain).filter(own).sort());
  expect(libraryExports.numeric).toEqual(Object.keys(numeric).filter(own).sort());
});

test('of the numeric library', () => {
  const names = new Set([...Object.keys(core), ...Object.keys(layers), 'version'].filter(own));
  expect(libraryExports.tfjs).toEqual([...names].sort());
});
