/** What is said of a pin whose resource was purged, or never came to this device. */
import type { Issue } from '#core/issues.ts';
import type { Pin } from './content.ts';

/** An ERROR: nothing that stands on the pin can run. `kind` is what it pins. */
export function missingPin(kind: 'plugin' | 'type', { resource, number }: Pin): Issue {
  return {
    code: 'pin-missing',
    type: 'SEMANTIC',
    severity: 'ERROR',
    message: `A ${kind} that is pinned is not on this device: ${resource}, snapshot ${number}.`,
    remedy:
      kind === 'plugin'
        ? 'Take it out of the definition, or import it again.'
        : 'Save the plugin that names it once more, or import the type again.',
    path: [],
  };
}
