// Live counters below the fields whose length search engines cut: data-count-from, data-count-to.

// Screen readers are told when the writer pauses, not at every key.
const PAUSE = 1000;

for (const input of document.querySelectorAll("[data-count-to]")) setUp(input);

function setUp(input) {
  const from = Number(input.dataset.countFrom);
  const to = Number(input.dataset.countTo);
  const shown = document.createElement("p");
  shown.className = "counter";
  shown.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  input.closest(".field").append(shown, spoken);

  let timer;
  function show() {
    // Code points, as the server counts: an emoji is one.
    const length = [...input.value].length;
    const [text, fits] = verdict(length, from, to);
    shown.textContent = text;
    shown.classList.toggle("counter--off", !fits);
    return text;
  }

  input.addEventListener("input", () => {
    const text = show();
    clearTimeout(timer);
    timer = setTimeout(() => (spoken.textContent = text), PAUSE);
  });
  show();
}

function verdict(length, from, to) {
  const range = from ? `${from} to ${to}` : `at most ${to}`;
  const count = `${length} ${length === 1 ? "character" : "characters"}, best ${range}`;
  if (length === 0) return [count, true];
  if (length > to) return [`${count}: may be cut`, false];
  if (length < from) return [`${count}: rather short`, false];
  return [count, true];
}
