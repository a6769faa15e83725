"use strict";

// A button on each block of code that copies it; what commands gave has none.
const said = document.querySelector(".docs-said");

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    // Without HTTPS there is no clipboard to write to; the old way still works.
    getSelection().selectAllChildren(code);
    document.execCommand("copy");
    getSelection().removeAllRanges();
  }
}

for (const block of document.querySelectorAll(".typed")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await copy(block.querySelector("code"));
    button.textContent = said.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
      said.textContent = "";
    }, 2000);
  });
  block.append(button);
}
