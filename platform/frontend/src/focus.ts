/** Changes a region and keeps the keyboard in it: where the focused part goes, the region itself takes the focus. */
export function keepingFocus(region: HTMLElement, change: () => void): void {
  const at = document.activeElement;
  const inside = at !== null && at !== region && region.contains(at);
  change();
  if (!inside || (at.isConnected && at.checkVisibility())) return;
  region.tabIndex = -1;
  region.focus({ preventScroll: true });
}
