/** Shows one of several files at a time, by the tab pattern: arrows move, Home and End jump. */

/** Turn panels, each with a `data-name`, into tabs; a lone panel stays as it is. The answer shows one of them. */
export function makeTabs(
  panels: HTMLElement[],
  label: string,
  onShow: (index: number) => void,
): (index: number) => void {
  if (panels.length < 2 || !panels[0]) return () => undefined;
  const list = document.createElement("div");
  list.className = "files";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", label);
  const tabs = panels.map((panel, index) => makeTab(panel, index));
  list.append(...tabs);
  panels[0].before(list);

  const select = (index: number, focus: boolean): void => {
    tabs.forEach((tab, other) => {
      tab.setAttribute("aria-selected", String(other === index));
      tab.tabIndex = other === index ? 0 : -1;
    });
    panels.forEach((panel, other) => (panel.hidden = other !== index));
    if (focus) tabs[index]?.focus();
    onShow(index);
  };
  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target as HTMLButtonElement);
    if (index >= 0) select(index, false);
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(event.target as HTMLButtonElement);
    const last = tabs.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    select(to, true);
  });
  select(0, false);
  return (index) => select(index, false);
}

function makeTab(panel: HTMLElement, index: number): HTMLButtonElement {
  const tab = document.createElement("button");
  tab.type = "button";
  tab.className = "files__tab";
  tab.id = `file-tab-${index}`;
  tab.textContent = panel.dataset["name"] ?? String(index + 1);
  tab.setAttribute("role", "tab");
  panel.id ||= `file-panel-${index}`;
  tab.setAttribute("aria-controls", panel.id);
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  panel.querySelector<HTMLElement>(".source__name")?.classList.add("visually-hidden");
  return tab;
}
