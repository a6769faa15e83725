// The keyboard's first stop on every page: past the sidebar, to what the page is about.

document.addEventListener("DOMContentLoaded", () => {
  const content = document.getElementById("content");
  if (!content) return;
  const link = document.createElement("a");
  link.href = "#content";
  link.className = "skip";
  link.textContent = "Skip to the content";
  link.addEventListener("click", (event) => {
    // The address stays as it is: its fragment says which tab is open.
    event.preventDefault();
    content.tabIndex = -1;
    content.focus({ preventScroll: true });
    content.scrollIntoView();
  });
  document.body.prepend(link);
});
