/** On a phone the three parts of the page stand one below the other; a bar leads to each and says which one is near. */

/** Mark the link to the part that the window shows most of. */
export function markJumps(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-jumps] a")];
  const seen = new Map<Element, number>();
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) seen.set(entry.target, entry.intersectionRect.height);
      const [nearest] = [...seen].sort(([, one], [, other]) => other - one)[0] ?? [];
      for (const link of links) {
        if (nearest !== undefined && link.hash === `#${nearest.id}`) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { threshold: [0, 0.1, 0.25, 0.5, 0.75, 1] },
  );
  for (const link of links) {
    const part = document.querySelector(link.hash);
    if (part) watch.observe(part);
  }
}
