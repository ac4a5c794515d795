// Pictures that can be explored: on demand Vega draws one anew from its specification, to point at, to zoom, to keep as a
// file. It interprets expressions (`ast`) and brings no styles of its own, as the page's Content-Security-Policy asks.
"use strict";

const loaded = new Map();

const script = (address) => {
  if (!loaded.has(address)) {
    loaded.set(address, new Promise((done, failed) => {
      const made = document.createElement("script");
      made.src = address;
      made.addEventListener("load", done);
      made.addEventListener("error", () => { loaded.delete(address); failed(new Error("Vega isn't there")); });
      document.head.append(made);
    }));
  }
  return loaded.get(address);
};

const kept = async (view, kind, name) => {
  const link = document.createElement("a");
  link.href = await view.toImageURL(kind, 2);
  link.download = `${name}.${kind}`;
  link.click();
};

const drawn = async (figure, address) => {
  const [answer] = await Promise.all([fetch(figure.dataset.specification), script(address)]);
  if (!answer.ok) throw new Error(`the specification isn't there (${answer.status})`);
  const { $schema, ...specification } = await answer.json();
  const before = figure.querySelector(".drawn");
  if (!specification.facet) {
    specification.width = before.clientWidth;
    specification.autosize = { type: "fit-x", contains: "padding" };
  }
  const place = document.createElement("div");
  place.className = "explored";
  figure.prepend(place);
  const { view } = await vegaEmbed(place, specification, {
    mode: "vega-lite", logLevel: 1, ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true },
    loader: { target: "_self" },
  });
  before.hidden = true;
  return view;
};

for (const figure of document.querySelectorAll("figure[data-specification]")) {
  const button = figure.querySelector("[data-explore]");
  button.hidden = false;
  button.title = "Point at it, zoom with the wheel, move it, choose kinds in the legend";
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = "Drawing …, some seconds the first time";
    try {
      const view = await drawn(figure, button.dataset.explore);
      const name = new URLSearchParams(figure.dataset.specification.split("?")[1]).get("picture");
      for (const kind of ["svg", "png"]) {
        const save = document.createElement("button");
        save.type = "button";
        save.className = "quiet small";
        save.textContent = `Save as ${kind.toUpperCase()}`;
        save.addEventListener("click", () => kept(view, kind, name));
        button.before(save, " ");
      }
      button.remove();
    } catch (error) {
      figure.querySelector(".explored")?.remove();
      button.textContent = `Not drawn: ${error.message}`;
    }
  });
}
