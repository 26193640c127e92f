// The check of the lock file finds what makes `npm ci` fail, and finds nothing in ours.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockFaults } from '../../scripts/lockcheck.mjs';
import { root } from '../../scripts/stale.mjs';

it('names an optional package that the lock leaves out', () => {
  const packages = { 'node_modules/a': { version: '1.0.0', optionalDependencies: { '@a/linux': '1.0.0' } } };
  expect(lockFaults({ packages })).toEqual([
    'a 1.0.0 lacks its optional package @a/linux: npm ci would fail',
  ]);
});

it.each(['node_modules/b', 'node_modules/a/node_modules/b'])('finds an optional package at %s', (place) => {
  const packages = { 'node_modules/a': { optionalDependencies: { b: '1' } }, [place]: {} };
  expect(lockFaults({ packages })).toEqual([]);
});

it('looks where Node looks, and no further', () => {
  const packages = {
    'node_modules/a/node_modules/c': { version: '2', optionalDependencies: { b: '1' } },
    'node_modules/d/node_modules/b': {},
  };
  expect(lockFaults({ packages })).toHaveLength(1);
});

it('names an entry that is bound to one registry', () => {
  const packages = { 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } };
  expect(lockFaults({ packages })).toHaveLength(1);
});

it('finds nothing in the lock file of this repository', () => {
  expect(lockFaults(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))).toEqual([]);
});
