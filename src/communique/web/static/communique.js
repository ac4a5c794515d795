// What the pages do better with JavaScript; all of them work without.
"use strict";

// Light or dark, as the reader chose last.
const root = document.documentElement;
const remembered = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
if (remembered) root.dataset.theme = remembered;
const toggle = document.querySelector("[data-theme-toggle]");
if (toggle) {
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not remembered, then */ }
  });
}

// "/" goes to the search, as on many pages.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("form[role=search] input");
  if (search) { event.preventDefault(); search.focus(); search.select(); }
});

// Buttons that copy a citation.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select and copy it by hand";
    }
    setTimeout(() => { button.textContent = said; }, 2000);
  });
}

// A form of facets is sent when a pointer makes a choice. By keyboard, where each arrow makes one, Enter or the button
// sends it. What had the focus has it again on the page that comes.
const stored = (() => { try { return sessionStorage; } catch { return null; } })();
const [place, field] = (stored?.getItem("focus") ?? "").split(" ");
stored?.removeItem("focus");
if (field && place === location.pathname) document.getElementById(field)?.focus({ preventScroll: true });
for (const form of document.querySelectorAll("form[data-send-on-change]")) {
  let pointed = false;
  form.addEventListener("pointerdown", () => { pointed = true; });
  form.addEventListener("keydown", () => { pointed = false; });
  form.addEventListener("change", (event) => {
    if (pointed && event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    const { id } = document.activeElement;
    if (id) stored?.setItem("focus", `${new URL(form.action).pathname} ${id}`);
  });
}

// Files may be dropped; while an article is read, the page says so.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const files = zone.querySelector("input[type=file]");
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) files.files = event.dataTransfer.files;
  });
}
for (const form of document.querySelectorAll("form[data-reading]")) {
  form.addEventListener("submit", () => {
    const begun = Date.now();
    const told = form.querySelector("[data-progress]");
    const tell = () => { told.textContent = `Reading, ${Math.round((Date.now() - begun) / 1000)} s`; };
    tell();
    setInterval(tell, 1000);
    form.querySelector("button").disabled = true;
  });
}
