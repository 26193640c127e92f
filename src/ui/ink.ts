/** Resolves a colour token to what a canvas understands; tokens hold one value for each theme until an element asks. */
export function readInk(element: HTMLElement, token: `--${string}`): string {
  const probe = document.createElement('span');
  probe.style.cssText = `display:none;color:var(${token})`;
  element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
