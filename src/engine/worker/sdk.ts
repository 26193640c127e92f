/** The SDK's bundle in the sandbox: the authors' face, and the two calls by which the runner tells it which step runs. */
export * from '#sdk';
export { enterStep, leaveStep } from '#sdk/context.ts';
