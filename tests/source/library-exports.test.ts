/** The lists of names that plugins may import are those of the libraries themselves. */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import * as sdk from '#sdk';
import libraryExports from '#source/library-exports.json';

const own = (name: string) => !['default', '__esModule', 'module.exports'].includes(name);

test('of the SDK', () => {
  expect(libraryExports.sdk).toEqual(Object.keys(sdk).filter(own).sort());
});

test('of the numeric library', () => {
  const names = new Set([...Object.keys(core), ...Object.keys(layers), 'version'].filter(own));
  expect(libraryExports.tfjs).toEqual([...names].sort());
});
