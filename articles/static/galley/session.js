// Asks whether the session is alive before a text is sent: a login page would swallow it.
//
// The answer brings a fresh token too, since every login makes the page's own one worthless.
// Forms with `[data-kept-text]` in them are asked about; their page holds one dialog.

const dialog = document.querySelector("[data-session-ended]");
let asked; // The form that is held back: itself, its marker, and the button that was pressed.
let asking = false;
let passes = false;

if (dialog) {
  // Ahead of all other listeners: what isn't sent yet is nothing for them.
  document.addEventListener(
    "submit",
    (event) => {
      const kept = event.target.querySelector("[data-kept-text]");
      if (!kept) return;
      if (passes) {
        passes = false;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (asking) return;
      asked = { form: event.target, kept: kept.dataset, pressed: event.submitter };
      send();
    },
    true,
  );

  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.hasAttribute("data-close")) dialog.close();
    if (button?.hasAttribute("data-again")) send({ asAnother: button.dataset.another === "yes" });
  });

  // Back from the other tab.
  window.addEventListener("focus", async () => {
    if (!dialog.open || asking) return;
    const state = await stateOfSession();
    if (dialog.open && state?.user) tell(state);
  });
}

async function send({ asAnother = false } = {}) {
  if (asking) return;
  asking = true;
  const state = await stateOfSession();
  asking = false;
  const { form, kept, pressed } = asked;
  const isMine = state?.user === kept.user;
  if (!state?.user || (!isMine && !asAnother)) {
    tell(state);
    return;
  }
  dialog.close();
  for (const token of form.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    token.value = state.token;
  }
  passes = true;
  form.requestSubmit(pressed);
  passes = false;
}

async function stateOfSession() {
  try {
    const answer = await fetch(asked.kept.sessionUrl, { cache: "no-store" });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

function tell(state) {
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const isAnother = Boolean(state?.user) && state.user !== asked.kept.user;
  const verb = asked.kept.verb ?? "Save";
  part("login").hidden = !state || Boolean(state.user);
  part("again").dataset.another = isAnother ? "yes" : "";
  part("again").textContent = isAnother ? `${verb} as ${state.name}` : `${verb} again`;
  if (!state) {
    part("title").textContent = "Galley can't be reached";
    part("text").textContent =
      `Your text is still here, and nothing was sent. ${verb} again when you are online.`;
  } else if (isAnother) {
    part("title").textContent = "Somebody else is logged in";
    part("text").textContent =
      `${state.name} is logged in now in this browser. Your text is still here, and nothing was sent.`;
  } else if (state.user) {
    part("title").textContent = "You are logged in again";
    part("text").textContent = `Your text is still here. ${verb} again now.`;
  } else {
    part("title").textContent = "Your session has ended";
    part("text").textContent =
      `Your text is still here. Log in in a new tab, then come back and ${verb.toLowerCase()} again.`;
  }
  if (!dialog.open) dialog.showModal();
}
