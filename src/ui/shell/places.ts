/** The places of the app in the domain's own words, in the order of the rail. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import Box from '@lucide/svelte/icons/box';
import Columns2 from '@lucide/svelte/icons/columns-2';
import Cpu from '@lucide/svelte/icons/cpu';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import House from '@lucide/svelte/icons/house';
import Layers from '@lucide/svelte/icons/layers';
import ChartSpline from '@lucide/svelte/icons/chart-spline';
import Package from '@lucide/svelte/icons/package';
import Puzzle from '@lucide/svelte/icons/puzzle';
import Shapes from '@lucide/svelte/icons/shapes';
import Tag from '@lucide/svelte/icons/tag';
import Trash from '@lucide/svelte/icons/trash-2';
import Users from '@lucide/svelte/icons/users';
import Workflow from '@lucide/svelte/icons/workflow';

export interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: Component<{ size?: number | string; strokeWidth?: number | string }>;
  /** The letter after `g` that leads here. */
  readonly key: string;
  /** Places of one group stand together in the rail. */
  readonly group: 'start' | 'work' | 'parts' | 'machine' | 'care';
}

export const PLACES: readonly Place[] = [
  { path: '', name: 'Home', icon: House, key: 'h', group: 'start' },
  { path: 'experiments/', name: 'Experiments', icon: FlaskConical, key: 'x', group: 'work' },
  { path: 'entrypoints/', name: 'Entrypoints', icon: Workflow, key: 'e', group: 'work' },
  { path: 'jobs/', name: 'Jobs', icon: Activity, key: 'j', group: 'work' },
  { path: 'families/', name: 'Families', icon: ChartSpline, key: 'f', group: 'work' },
  { path: 'jobs/compare/', name: 'Compare', icon: Columns2, key: 'c', group: 'work' },
  { path: 'artifacts/', name: 'Artifacts', icon: Package, key: 'a', group: 'work' },
  { path: 'models/', name: 'Models', icon: Box, key: 'm', group: 'work' },
  { path: 'plugins/', name: 'Plugins', icon: Puzzle, key: 'p', group: 'parts' },
  { path: 'types/', name: 'Types', icon: Shapes, key: 't', group: 'parts' },
  { path: 'queues/', name: 'Queues', icon: Layers, key: 'q', group: 'machine' },
  { path: 'workers/', name: 'Workers', icon: Cpu, key: 'w', group: 'machine' },
  { path: 'tags/', name: 'Tags', icon: Tag, key: 'k', group: 'care' },
  { path: 'people/', name: 'People', icon: Users, key: 'u', group: 'care' },
  { path: 'bin/', name: 'Bin', icon: Trash, key: 'b', group: 'care' },
];

/** The place that a path lies in; one that lies in another is the nearer one. */
export function placeOf(path: string): Place | undefined {
  if (path === '') return PLACES.find((place) => place.path === '');
  const around = PLACES.filter((place) => place.path !== '' && path.startsWith(place.path));
  return around.toSorted((a, b) => b.path.length - a.path.length)[0];
}
