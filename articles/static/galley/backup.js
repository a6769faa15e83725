// Keeps a copy of unsaved text in the browser, and offers it after a crash or a reload.
//
// A copy belongs to one user and one opened page. It goes when the server says that the page was
// saved, when it is discarded, or after a week.

import { onEdit } from "./edits.js";

const DAYS_KEPT = 7;
const PAUSE = 500;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "page_id", "_restore"]);

const kept = document.querySelector("[data-kept-text]");
const form = document.getElementById("article_form");

if (kept && form) {
  const { user, page, restored } = kept.dataset;
  const prefix = `galley:text:${user}:`;
  const own = prefix + page;
  let timer;
  let isUnsaved = kept.hasAttribute("data-unsaved");

  tidy(prefix, new Set(JSON.parse(kept.dataset.saved)));
  if (isUnsaved) write();
  if (restored && restored !== page) remove(prefix + restored);
  // Tells other tabs that this page is open: its copy is nothing to offer.
  navigator.locks?.request(own, () => new Promise(() => {}));
  offer();

  onEdit(form, () => {
    isUnsaved = true;
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE);
  });
  window.addEventListener("pagehide", () => isUnsaved && write());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && isUnsaved) write();
  });

  function write() {
    clearTimeout(timer);
    const fields = [...new FormData(form)].filter(
      ([name, value]) => !LEFT_OUT.has(name) && typeof value === "string",
    );
    const copy = JSON.stringify({ path: location.pathname, at: Date.now(), fields });
    try {
      localStorage.setItem(own, copy);
    } catch {
      // No room or no storage: writing goes on without a copy.
    }
  }

  async function offer() {
    const open = await openPages();
    const copies = entries(prefix)
      .filter(([key, copy]) => copy.path === location.pathname && key !== own && !open.has(key))
      .sort(([, a], [, b]) => b.at - a.at);
    if (copies.length) show(...copies[0]);
  }

  function show(key, copy) {
    const when = new Date(copy.at);
    const isToday = when.toDateString() === new Date().toDateString();
    const time = when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const day = when.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
    const notice = document.createElement("section");
    notice.className = "status found-text";
    notice.setAttribute("aria-label", "Unsaved text");
    const text = document.createElement("p");
    text.className = "status__text";
    text.textContent = `Unsaved text from ${isToday ? "" : `${day}, `}${time} was found in this browser.`;
    const acts = document.createElement("p");
    acts.className = "status__acts";
    acts.append(
      button("Restore it", "button button--main", () => restore(key, copy)),
      button("Discard it", "button", () => {
        remove(key);
        notice.remove();
        form.querySelector("input:not([type=hidden])")?.focus();
      }),
    );
    notice.append(text, acts);
    form.before(notice);
  }

  function restore(key, copy) {
    // The server shows the page as it was: all rows, in their order, made from what it was.
    const sender = document.createElement("form");
    sender.method = "post";
    sender.action = location.pathname + location.search + location.hash;
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const fields = [["csrfmiddlewaretoken", token], ["_restore", key.slice(prefix.length)]];
    for (const [name, value] of [...copy.fields, ...fields]) {
      // A textarea: an input would lose line breaks.
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      sender.append(field);
    }
    sender.hidden = true;
    document.body.append(sender);
    sender.submit();
  }
}

function button(label, classes, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = classes;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function entries(prefix) {
  const found = [];
  for (const key of keys(prefix)) {
    try {
      found.push([key, JSON.parse(localStorage.getItem(key))]);
    } catch {
      remove(key);
    }
  }
  return found;
}

function keys(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Without storage there is nothing to remove.
  }
}

function tidy(prefix, saved) {
  const oldest = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000;
  for (const [key] of entries(prefix)) {
    if (saved.has(key.slice(prefix.length))) remove(key);
  }
  // Of other users too: nobody comes for them after that time.
  for (const [key, copy] of entries("galley:text:")) if (copy.at < oldest) remove(key);
}

async function openPages() {
  const state = await navigator.locks?.query();
  return new Set(state?.held.map((lock) => lock.name));
}
