// What the checks find, beside the fields: as the page comes, and anew when the writer pauses.

// Milliseconds without a change before the page is checked.
const PAUSE = 700;

const holder = document.querySelector("[data-checks]");
const form = document.getElementById("article_form");
if (holder && form) setUp();

function setUp() {
  const box = holder.querySelector("[data-checks-box]");
  const status = holder.querySelector("[data-checks-status]");
  const content = () => new URLSearchParams(new FormData(form)).toString();
  const counts = () => box.querySelector("[data-checks-counts]")?.dataset.checksCounts || "";
  let checked = content();
  let timer;
  let request;

  show(JSON.parse(document.getElementById("checks-marks").textContent) || []);
  if (holder.hasAttribute("data-unchecked") && form.querySelector(".field__error")) check();

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (content() !== checked) check();
    }, PAUSE);
  }

  async function check() {
    const body = content();
    request?.abort();
    request = new AbortController();
    try {
      const response = await fetch(holder.dataset.checks, {
        method: "POST",
        body: new URLSearchParams(body),
        signal: request.signal,
        // A session that ended answers with the login's page.
        redirect: "manual",
      });
      if (!response.ok) return;
      const found = await response.json();
      checked = body;
      const before = counts();
      refresh(box, found.box);
      show(found.marks);
      if (counts() !== before) status.textContent = `Checks: ${counts()}`;
    } catch {
      // Aborted for a newer one, or out of reach: the next change tries again.
    }
  }

  for (const event of ["input", "parts:changed"]) form.addEventListener(event, later);
  // Autocompletes tell of a choice through jQuery alone, which hears the browser's events too.
  django.jQuery(form).on("change", later);
  box.addEventListener("click", (event) => {
    const link = event.target.closest("[data-checks-target]");
    if (!link) return;
    event.preventDefault();
    jump(link.dataset.checksTarget);
  });
}

// The list stays open, and the focus stays on its summary.
function refresh(box, markup) {
  const wasOpen = box.querySelector("details")?.open;
  const hadFocus = box.querySelector("summary") === document.activeElement;
  const template = document.createElement("template");
  template.innerHTML = markup;
  box.replaceChildren(template.content);
  const details = box.querySelector("details");
  if (details && wasOpen) details.open = true;
  if (hadFocus) box.querySelector("summary")?.focus();
}

// --- Beside the fields ---

function show(marks) {
  const byTarget = new Map();
  for (const mark of marks) {
    byTarget.set(mark.target, [...(byTarget.get(mark.target) || []), mark]);
  }
  for (const list of document.querySelectorAll("[data-checks-at]")) {
    if (!byTarget.has(list.dataset.checksAt)) remove(list);
  }
  for (const [target, found] of byTarget) place(target, found);
}

function place(target, marks) {
  const element = document.getElementById(target);
  if (!element) return;
  const id = `${target}_findings`;
  let list = document.getElementById(id);
  if (!list) {
    list = document.createElement("ul");
    list.id = id;
    list.className = "findings findings--beside";
    list.dataset.checksAt = target;
    const field = element.closest(".field");
    if (field) field.append(list);
    else element.closest("[data-parts]")?.querySelector("[data-list]").before(list);
    describe(element, id, true);
  }
  const lines = JSON.stringify(marks);
  // What stays the same isn't touched: nothing flickers, and screen readers say nothing twice.
  if (list.dataset.lines === lines) return;
  list.dataset.lines = lines;
  list.replaceChildren(...marks.map(line));
}

function remove(list) {
  const element = document.getElementById(list.dataset.checksAt);
  if (element) describe(element, list.id, false);
  list.remove();
}

function describe(element, id, isDescribed) {
  if (!element.matches("input, select, textarea")) return;
  // What stands in for an input has the focus, and so the description, in its place.
  const stands = element.closest(".field")?.querySelectorAll(".ProseMirror, .select2-selection");
  for (const described of [element, ...(stands || [])]) {
    const ids = (described.getAttribute("aria-describedby") || "").split(" ").filter(Boolean);
    const others = ids.filter((other) => other !== id);
    if (isDescribed) others.push(id);
    if (others.length) described.setAttribute("aria-describedby", others.join(" "));
    else described.removeAttribute("aria-describedby");
  }
}

function line(mark) {
  const item = make("li", `finding finding--${mark.severity}`);
  const icon = make("span", "finding__icon material-symbols-outlined", mark.severity);
  icon.setAttribute("aria-hidden", "true");
  const text = make("p", "finding__text");
  text.append(make("strong", "finding__severity", `${mark.label}:`), ` ${mark.message}`);
  if (mark.hint) text.append(" ", make("span", "finding__hint", mark.hint));
  item.append(icon, text);
  return item;
}

function make(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

// --- Going to a field ---

function jump(target) {
  const element = document.getElementById(target);
  if (!element) return;
  const panel = element.closest("[role=tabpanel]");
  if (panel?.hidden) document.getElementById(panel.getAttribute("aria-labelledby")).click();
  const fold = element.closest("details:not([open])");
  if (fold) fold.open = true;
  const toggle = element.closest("[data-part]")?.querySelector(".part__toggle");
  if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  const field = element.closest(".field") || element;
  field.scrollIntoView({ block: "center" });
  const editor = field.querySelector(".ProseMirror, .select2-selection");
  if (!editor && !element.matches("input, select, textarea")) element.tabIndex = -1;
  (editor || element).focus({ preventScroll: true });
}
