// Asks before a page is left with edits that were not saved.

import { onEdit } from "./edits.js";

const form = document.getElementById("article_form");

if (form) {
  // A page that comes back with something to correct, or restored, isn't saved either.
  let unsaved = Boolean(form.querySelector("[data-kept-text][data-unsaved]"));
  let sent = false;
  const note = () => (unsaved = true);
  onEdit(form, note);
  // Heard only when it is really sent: see session.js.
  form.addEventListener("submit", () => (sent = true));
  // Back from a page that was kept alive: it may be edited again.
  window.addEventListener("pageshow", (event) => event.persisted && (sent = false));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !sent) event.preventDefault();
  });
}
