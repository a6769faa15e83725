// The ordered lists of an article's page: adding, moving and removing rows.
//
// A row never changes its number in the names of its fields: moving only sets its position, and
// removing only ticks its DELETE box. So no text is ever copied from one input to another, and an
// editor keeps its text, its undo history and its focus.

for (const section of document.querySelectorAll("[data-parts]")) setUp(section);

function setUp(section) {
  const list = section.querySelector("[data-list]");
  // A form that comes back with errors has its rows in the order of their numbers.
  const rows = rowsOf(list).sort((a, b) => positionOf(a) - positionOf(b));
  list.prepend(...rows);
  for (const row of rows) {
    nameRow(section, row);
    if (deleteBox(row)?.checked) setRemoved(section, row, true);
  }
  renumber(section);

  section.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button?.closest("[data-part]");
    if (!button) return;
    if (button.hasAttribute("data-add")) add(section);
    else if (button.hasAttribute("data-fold-all")) foldAll(section, button);
    else if (button.dataset.move) move(section, row, button);
    else if (button.hasAttribute("data-remove")) remove(section, row);
    else if (button.hasAttribute("data-restore")) restore(section, row);
    else if (button.classList.contains("part__toggle")) fold(row, isOpen(row));
  });
  const rename = (event) => nameRow(section, event.target.closest("[data-part]"));
  section.addEventListener("input", rename);
  // Autocompletes tell of a choice through jQuery alone, which hears the browser's events too.
  django.jQuery(section).on("change", rename);
  // Dispatched by the sorting library when a row was dropped in another place.
  list.addEventListener("update", (event) => {
    if (event.target !== list || !event.item) return;
    renumber(section);
    changed(section);
    announce(section, event.item);
  });
}

function rowsOf(list) {
  return [...list.querySelectorAll(":scope > [data-part]")];
}

function field(row, name) {
  return row.querySelector(`[name="${row.id}-${name}"]`);
}

function positionOf(row) {
  const value = field(row, "position")?.value;
  return value === undefined || value === "" ? Number.MAX_SAFE_INTEGER : Number(value);
}

function deleteBox(row) {
  return field(row, "DELETE");
}

function isRemoved(row) {
  return row.classList.contains("part--removed");
}

function renumber(section) {
  let number = 0;
  const rows = rowsOf(section.querySelector("[data-list]"));
  const kept = rows.filter((row) => !isRemoved(row));
  rows.forEach((row, index) => {
    const position = field(row, "position");
    if (position) position.value = index + 1;
    if (!isRemoved(row)) row.querySelector("[data-number]").textContent = ++number;
  });
  for (const row of kept) {
    disable(row.querySelector("[data-move=up]"), row === kept[0]);
    disable(row.querySelector("[data-move=down]"), row === kept[kept.length - 1]);
  }
  const fold = section.querySelector("[data-fold-all]");
  if (fold) fold.hidden = kept.length < 2;
}

function disable(button, off) {
  // aria-disabled, so that a button that is used up by its own click keeps the focus.
  button?.setAttribute("aria-disabled", off ? "true" : "false");
}

// --- Names ---

function titleOf(section, row) {
  const name = section.dataset.titleField;
  const shown = row.querySelector("[data-title]");
  // Without an input the page is only looked at, and the title stands already.
  if (name) return (field(row, name)?.value ?? shown.textContent).trim();
  return row.querySelector("select")?.selectedOptions[0]?.textContent.trim() || "";
}

function nameRow(section, row) {
  if (!row) return;
  const title = titleOf(section, row);
  const shown = row.querySelector("[data-title]");
  if (shown) shown.textContent = title || `New ${section.dataset.name.toLowerCase()}`;
  row.classList.toggle("part--below", field(row, "level")?.value === "2");
  const named = title ? `: ${title}` : "";
  for (const [selector, label] of [
    ["[data-move=up]", "Move up"],
    ["[data-move=down]", "Move down"],
    ["[data-remove]", "Remove"],
  ]) {
    row.querySelector(selector)?.setAttribute("aria-label", label + named);
  }
}

// --- Acts ---

function add(section) {
  const list = section.querySelector("[data-list]");
  const total = section.querySelector(`[name="${section.dataset.parts}-TOTAL_FORMS"]`);
  const template = list.querySelector("[data-empty]");
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.content.querySelector("[data-part]");
  total.value = Number(total.value) + 1;
  template.before(row);
  nameRow(section, row);
  renumber(section);
  changed(section);
  // Editors, autocompletes and calendars wait for this.
  const detail = { formsetName: section.dataset.parts };
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail }));
  const first = row.querySelector("input:not([type=hidden]), select, textarea");
  const autocomplete = row.querySelector(".select2-selection");
  (autocomplete || first)?.focus();
}

function move(section, row, button) {
  const up = button.dataset.move === "up";
  let other = up ? row.previousElementSibling : row.nextElementSibling;
  while (other?.matches(".part--removed")) {
    other = up ? other.previousElementSibling : other.nextElementSibling;
  }
  if (!other?.matches("[data-part]")) return;
  if (up) other.before(row);
  else other.after(row);
  renumber(section);
  changed(section);
  button.focus();
  row.scrollIntoView({ block: "nearest" });
  announce(section, row);
}

function remove(section, row) {
  deleteBox(row).checked = true;
  setRemoved(section, row, true);
  renumber(section);
  changed(section);
  row.querySelector("[data-restore]").focus();
}

function restore(section, row) {
  deleteBox(row).checked = false;
  setRemoved(section, row, false);
  renumber(section);
  changed(section);
  row.querySelector("[data-remove]").focus();
}

function setRemoved(section, row, removed) {
  row.classList.toggle("part--removed", removed);
  row.querySelector(".part__removed").hidden = !removed;
  const title = titleOf(section, row);
  row.querySelector("[data-removed-text]").textContent =
    `${title ? `“${title}”` : section.dataset.name} will be removed when you save.`;
}

function announce(section, row) {
  const rows = rowsOf(section.querySelector("[data-list]")).filter((other) => !isRemoved(other));
  const place = `position ${rows.indexOf(row) + 1} of ${rows.length}`;
  section.querySelector("[data-announcement]").textContent =
    `${titleOf(section, row) || section.dataset.name}: ${place}`;
}

function changed(section) {
  section.dispatchEvent(new CustomEvent("parts:changed", { bubbles: true }));
}

// --- Folding ---

function isOpen(row) {
  return row.querySelector(".part__toggle").getAttribute("aria-expanded") === "true";
}

function fold(row, folded) {
  row.querySelector(".part__toggle").setAttribute("aria-expanded", folded ? "false" : "true");
  row.querySelector(".part__fields").hidden = folded;
}

function foldAll(section, button) {
  const rows = rowsOf(section.querySelector("[data-list]"));
  const folded = rows.some(isOpen);
  for (const row of rows) fold(row, folded);
  button.textContent = folded ? "Expand all" : "Collapse all";
}
