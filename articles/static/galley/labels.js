// Gives the parts of autocompletes what they lack as they come: the name of their field, and a
// menu that opens by keyboard.

const $ = django.jQuery;

function prepare(root) {
  for (const menu of root.querySelectorAll(".related-widget-wrapper [x-ref]")) makeButton(menu);
  $(root)
    .find("select.select2-hidden-accessible")
    .each((_, select) => {
      const text = select.labels[0]?.textContent.replace("*", "").trim();
      const box = select.nextElementSibling;
      if (!text || !box) return;
      const combobox = box.querySelector(".select2-selection");
      const value = box.querySelector(".select2-selection__rendered");
      for (const attribute of ["role", "aria-readonly"]) value?.removeAttribute(attribute);
      // Its label and, if one is chosen, its value.
      if (value) combobox.setAttribute("aria-label", `${text}: ${value.title || "nothing chosen"}`);
      combobox.removeAttribute("aria-labelledby");
    });
}

function makeButton(menu) {
  if (menu.role === "button") return;
  menu.role = "button";
  menu.tabIndex = 0;
  menu.setAttribute("aria-label", "More about this choice");
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    menu.click();
  });
}

$(() => prepare(document));
document.addEventListener("formset:added", (event) => prepare(event.target));
$(document).on("change", "select.select2-hidden-accessible", (event) =>
  prepare(event.target.closest(".field, #changelist-filter") || document),
);
