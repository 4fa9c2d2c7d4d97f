/** Elements, in a line each. Text is text: nothing that a vendor says becomes markup. */
type Child = Node | string | null;

export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string | boolean | ((event: Event) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Shows this and nothing else, and brings whoever reads or hears it there. */
export function show(place: HTMLElement, ...children: Child[]): void {
  place.replaceChildren(...children.filter((child) => child !== null));
  const first = place.querySelector<HTMLElement>("[autofocus]") ?? place.querySelector("h1");
  first?.focus({ preventScroll: true });
}

export function heading(text: string): HTMLHeadingElement {
  return el("h1", { tabindex: "-1" }, text);
}
