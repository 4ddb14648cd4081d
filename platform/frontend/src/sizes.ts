/**
 * Puts the panes of the desk where this browser left them. It runs before the page is drawn, so that nothing moves
 * afterwards; hence it is a plain script of its own and imports nothing. `panes.ts` writes what is read here.
 */
{
  let kept: unknown = null;
  try {
    kept = JSON.parse(localStorage.getItem("seodang:desk") ?? "null");
  } catch {
    // No store, or not ours: the desk stands as it is drawn.
  }
  for (const [name, percent] of Object.entries((kept ?? {}) as Record<string, unknown>)) {
    if (typeof percent === "number" && percent > 0 && percent < 100 && /^[a-z]+$/.test(name)) {
      document.documentElement.style.setProperty(`--desk-${name}`, `${percent}%`);
    }
  }
}
