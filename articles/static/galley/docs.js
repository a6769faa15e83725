"use strict";

// The interactive page of the read API. `validatorUrl: null` keeps the browser from showing the
// schema to an outside validator.
const place = document.getElementById("swagger-ui");

window.ui = SwaggerUIBundle({
  url: place.dataset.schemaUrl,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});

// Swagger UI's dark colours, where the reader's system is dark.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

// What Swagger UI leaves out for keyboards and screen readers. It draws parts anew at any time.
function mend() {
  // A button holds each of these links, and does the same.
  for (const link of place.querySelectorAll(".opblock-summary a[href]")) {
    link.removeAttribute("href");
  }
  for (const select of place.querySelectorAll("select:not([aria-label])")) {
    select.ariaLabel = select.closest("[data-param-name]")?.dataset.paramName ?? "Example";
  }
  // The page has its own `main`, with all of this in it.
  const inner = place.querySelector("main:not([role])");
  inner?.setAttribute("role", "none");
  inner?.removeAttribute("tabindex"); // What can be focused has a role after all.
  for (const text of place.querySelectorAll("pre:not([tabindex])")) {
    text.tabIndex = 0; // It scrolls.
  }
}

new MutationObserver(mend).observe(place, { childList: true, subtree: true });
