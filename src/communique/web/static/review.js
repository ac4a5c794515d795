// Review by keyboard: each button that has a key is pressed by it. What a button needs first is gone to: "e" goes to the
// type until something was changed, "m" and "s" to the first box until one is ticked.
"use strict";

const typing = (field) => field.matches("textarea, select, input:not([type=checkbox])");

const lacking = (form, names) => {
  const fields = names.split(" ").flatMap((name) => [...form.querySelectorAll(`[name="${name}"]`)]);
  const given = fields.some((field) => {
    if (field.type === "checkbox") return field.checked;
    const was = form.querySelector(`[name="${field.name}_was"]`);
    return was ? was.value !== field.value : field.value.trim() !== "";
  });
  return given ? null : fields[0];
};

// One decision at a time: whatever is pressed until its answer is there would be about a record that nobody saw yet.
let begun = -Infinity;
const patience = 10_000;  // milliseconds; then the answer was stopped, and the page is still to be used
document.addEventListener("submit", (event) => {
  if (event.timeStamp - begun < patience) event.preventDefault(); else begun = event.timeStamp;
});
addEventListener("pageshow", () => { begun = -Infinity; });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.matches("input, select, textarea")) { event.target.blur(); return; }
  if (typing(event.target)) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  // A key that is held down is pressed once.
  if (event.repeat) return;
  const first = button.dataset.needs ? lacking(button.form, button.dataset.needs) : null;
  if (first) first.focus(); else button.click();
});
