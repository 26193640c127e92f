/** The face that the author of a plugin sees: `import { log, metric } from 'alidade/sdk'`. Nothing of the engine is reached from here. */
export * from './plain.ts';
export * from './numeric/index.ts';
