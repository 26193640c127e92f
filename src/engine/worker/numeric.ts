/** The half of the SDK that works on tensors, as the sandbox holds it: on the one engine, and on the step that the other half holds. */
export * from '#sdk/numeric/index.ts';
