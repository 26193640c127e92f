/** The half of the SDK that needs no numbers, as the sandbox holds it; the runner tells it which step runs, and the other half asks it. */
export * from '#sdk/plain.ts';
export { enterStep, leaveStep, stepContext } from '#sdk/context.ts';
