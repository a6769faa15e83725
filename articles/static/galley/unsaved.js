// Asks before a page is left with edits that were not saved.

const form = document.getElementById("article_form");

if (form) {
  let unsaved = false;
  let sent = false;
  const note = () => (unsaved = true);
  for (const event of ["input", "change", "parts:changed"]) form.addEventListener(event, note);
  form.addEventListener("submit", () => (sent = true));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !sent) event.preventDefault();
  });
}
