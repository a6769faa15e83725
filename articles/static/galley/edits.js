// Tells of every edit of a form: typing, choosing, adding, moving and removing rows.

export function onEdit(form, act) {
  for (const event of ["input", "parts:changed"]) form.addEventListener(event, act);
  // Autocompletes tell of a choice through jQuery alone, and once as they come, unchosen.
  django.jQuery(form).on("change", "select", (event) => {
    if (event.target.value !== chosenAtFirst(event.target)) act();
  });
}

function chosenAtFirst(select) {
  const options = [...select.options];
  const first = options.find((option) => option.defaultSelected) ?? options[0];
  return first?.value ?? "";
}
