// The live preview: what the form holds, rendered by the server without saving it.
//
// The page comes back whole. It is put into the frame once; after that only its body is exchanged,
// so it neither flickers nor loses its place. The frame runs no scripts: it is sandboxed.

const DELAY = 450; // Milliseconds without a change before the server is asked.
const REMEMBERED = "galley:live-preview";
const BESIDE = window.matchMedia("(min-width: 1200px)");

const form = document.getElementById("article_form");
const pane = document.getElementById("live-preview");
const toggle = document.querySelector("[data-live-toggle]");

if (form && pane && toggle) setUp();

// The token changes with every login, and of two forms only the article's is kept up to date.
document.getElementById("preview-form")?.addEventListener("submit", (event) => {
  const token = form?.elements.csrfmiddlewaretoken;
  if (token) event.target.elements.csrfmiddlewaretoken.value = token.value;
});

function setUp() {
  const frame = pane.querySelector("iframe");
  const state = pane.querySelector("[data-live-state]");
  const close = pane.querySelector("[data-live-close]");
  let timer = 0;
  let asked = null; // The request that is under way.
  let shown = null; // The form as the frame shows it.

  function open() {
    pane.hidden = false;
    toggle.setAttribute("aria-pressed", "true");
    document.documentElement.classList.add("with-live-preview");
    refresh();
  }

  function shut() {
    pane.hidden = true;
    toggle.setAttribute("aria-pressed", "false");
    document.documentElement.classList.remove("with-live-preview");
    asked?.abort();
  }

  function choose(isOpen) {
    localStorage.setItem(REMEMBERED, isOpen ? "open" : "closed");
    if (isOpen) open();
    else shut();
  }

  function say(text, isWrong = false) {
    state.classList.toggle("live__state--wrong", isWrong);
    if (state.textContent !== text) state.textContent = text;
  }

  function schedule() {
    if (pane.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, DELAY);
  }

  async function refresh() {
    clearTimeout(timer);
    const data = new FormData(form);
    const text = new URLSearchParams(data).toString();
    if (text === shown) return;
    asked?.abort();
    const request = new AbortController();
    asked = request;
    try {
      const answer = await fetch(pane.dataset.address, {
        method: "POST",
        body: data,
        redirect: "manual",
        signal: request.signal,
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        say("Signed out? The preview stands still until you sign in again in another tab.", true);
      } else if (!answer.ok) {
        say("This can’t be shown just now. It is tried again with your next change.", true);
      } else {
        await show(await answer.text());
        shown = text;
        say("As you type; not saved by this.");
      }
    } catch (error) {
      if (error.name === "AbortError") return;
      say("No connection. It is tried again with your next change.", true);
    }
  }

  async function show(page) {
    const inside = frame.contentDocument;
    if (shown !== null && inside) {
      const next = new DOMParser().parseFromString(page, "text/html");
      inside.body.replaceChildren(...next.body.childNodes);
      return;
    }
    await new Promise((loaded) => {
      frame.addEventListener("load", loaded, { once: true });
      frame.srcdoc = page;
    });
    followTheme();
    frame.contentDocument.addEventListener("click", follow);
  }

  // Links must not take the pane away: those within the page scroll, others open in a new tab.
  function follow(event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const address = link.getAttribute("href");
    if (address.startsWith("#")) {
      frame.contentDocument.getElementById(address.slice(1))?.scrollIntoView();
    } else {
      window.open(link.href, "_blank", "noopener");
    }
  }

  function followTheme() {
    const isDark = document.documentElement.classList.contains("dark");
    const root = frame.contentDocument?.documentElement;
    root?.classList.toggle("dark", isDark);
    root?.classList.toggle("light", !isDark);
  }

  toggle.addEventListener("click", () => {
    choose(pane.hidden);
    // Over the form, the pane is what the keyboard is for.
    if (!pane.hidden && !BESIDE.matches) close.focus();
  });
  close.addEventListener("click", () => {
    choose(false);
    toggle.focus();
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close.click();
  });
  // Some changes come without an event of their own (a button of the editor, a picked date): what
  // was not changed is not sent again.
  for (const event of ["input", "change", "keyup", "parts:changed"]) {
    form.addEventListener(event, schedule);
  }
  document.addEventListener("click", schedule);
  // Autocompletes tell of a choice through jQuery alone.
  django.jQuery(form).on("change", schedule);
  const themes = new MutationObserver(followTheme);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
  // Where it would lie over the form, it opens only when it is asked for.
  if (localStorage.getItem(REMEMBERED) === "open" && BESIDE.matches) open();
}
