/** Says when this browser has no connection, and when it has one again. */
import { need } from "./page";

/** Show the page's strip while the browser is offline. */
export function watchConnection(): void {
  const strip = need<HTMLElement>(document, "[data-offline]");
  const tell = (): void => {
    strip.classList.toggle("offline--shown", !navigator.onLine);
    need(strip, "[data-offline-text]").textContent = navigator.onLine ? "" : (strip.dataset["offline"] ?? "");
  };
  window.addEventListener("offline", tell);
  window.addEventListener("online", tell);
  if (!navigator.onLine) tell();
}
