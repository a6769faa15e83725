// Buttons that copy the text of a field: <button data-copy="id of the field">.

const told = document.querySelector("[data-copied]");

for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without HTTPS there is no clipboard to write to; the old way still works.
      document.execCommand("copy");
    }
    button.style.minWidth = `${button.offsetWidth}px`;
    button.textContent = "Copied";
    if (told) told.textContent = "Copied";
    setTimeout(() => {
      button.textContent = label;
      if (told) told.textContent = "";
    }, 2000);
  });
}
