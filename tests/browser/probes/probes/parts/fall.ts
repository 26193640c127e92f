/** Where `trip` comes to grief: tests know the line. */
type Steps = number;

interface Ground {
  readonly below: Steps;
}

export function fall(depth: Steps, ground: Ground = { below: 0 }): void {
  if (depth > ground.below) return fall(depth - 1, ground);
  throw new RangeError('the floor is gone');
}
