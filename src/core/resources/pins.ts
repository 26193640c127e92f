/** Pins: fixed versions of other resources, compared with each other and with what is latest now. */
import type { Pin } from '#core/resources/content.ts';
import type { Snapshot } from '#core/resources/snapshot.ts';

/** The pin that names this snapshot. */
export function pinOf(snapshot: Snapshot): Pin {
  return { resource: snapshot.resource, number: snapshot.number, hash: snapshot.content };
}

/** Whether both name the same snapshot of the same resource. */
export function samePin(a: Pin, b: Pin): boolean {
  return a.resource === b.resource && a.number === b.number && a.hash === b.hash;
}

/** A pin that no longer names the latest content of its resource. */
export interface OutdatedPin {
  readonly pin: Pin;
  readonly latest: Pin;
}

/**
 * The pins whose resource has other content now. A resource that went back to the pinned content makes no pin outdated, and neither does one
 * that is unknown or deleted: there is nothing to bring it up to.
 */
export function outdatedPins(
  pins: readonly Pin[],
  latest: (resource: string) => Pin | null,
): readonly OutdatedPin[] {
  return pins.flatMap((pin) => {
    const now = latest(pin.resource);
    return now !== null && now.hash !== pin.hash ? [{ pin, latest: now }] : [];
  });
}
