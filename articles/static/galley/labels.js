// Gives autocompletes the name of their field: as they come, an empty one has none.

const $ = django.jQuery;

function name(root) {
  $(root)
    .find("select.select2-hidden-accessible")
    .each((_, select) => {
      const text = select.labels[0]?.textContent.replace("*", "").trim();
      const box = select.nextElementSibling;
      if (!text || !box) return;
      const combobox = box.querySelector(".select2-selection");
      const value = box.querySelector(".select2-selection__rendered");
      value?.removeAttribute("role");
      // Its label and, if one is chosen, its value.
      if (value) combobox.setAttribute("aria-label", `${text}: ${value.title || "nothing chosen"}`);
      combobox.removeAttribute("aria-labelledby");
    });
}

$(() => name(document));
document.addEventListener("formset:added", (event) => name(event.target));
$(document).on("change", "select.select2-hidden-accessible", (event) =>
  name(event.target.closest(".field, #changelist-filter") || document),
);
