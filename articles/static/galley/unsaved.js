// Asks before a page is left with edits that were not saved.

const form = document.getElementById("article_form");

if (form) {
  let unsaved = false;
  let sent = false;
  const note = () => (unsaved = true);
  for (const event of ["input", "parts:changed"]) form.addEventListener(event, note);
  // Autocompletes tell of a choice through jQuery alone, which hears the browser's events too.
  django.jQuery(form).on("change", note);
  form.addEventListener("submit", () => (sent = true));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !sent) event.preventDefault();
  });
}
