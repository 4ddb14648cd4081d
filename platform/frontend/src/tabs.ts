/** Shows one of several files at a time, by the tab pattern: arrows move, Home and End jump. */

/** Turn the links of `list` into tabs of these panels; a lone panel has none. The answer shows one of them. */
export function makeTabs(
  list: HTMLElement | null,
  panels: HTMLElement[],
  label: string,
  onShow: (index: number) => void,
): (index: number) => void {
  if (list === null || panels.length < 2) return () => undefined;
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", label);
  const tabs = panels.map((panel, index) => makeTab(panel, index));
  list.replaceChildren(...tabs);

  const select = (index: number, focus: boolean): void => {
    tabs.forEach((tab, other) => {
      tab.setAttribute("aria-selected", String(other === index));
      tab.tabIndex = other === index ? 0 : -1;
    });
    panels.forEach((panel, other) => {
      panel.dataset["ready"] = "";
      panel.hidden = other !== index;
    });
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
  return tab;
}
