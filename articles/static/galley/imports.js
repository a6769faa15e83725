// Shows how far an import is: the page's own part, asked for again until it is done.

const PAUSE = 1000;

const underWay = () => document.querySelector('[data-import="under way"]');

const poll = async () => {
  const part = underWay();
  if (!part) return;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = fresh.querySelector("[data-import]");
    // Only what is new is put in: a screen reader tells what changes, not what stays.
    if (next.innerHTML !== part.innerHTML) part.replaceWith(next);
  } catch {
    part.querySelector("[data-trouble]").hidden = false;
  }
  setTimeout(poll, PAUSE);
};

setTimeout(poll, PAUSE);
