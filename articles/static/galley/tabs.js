// Tabs by the pattern of the ARIA Authoring Practices: arrow keys move, Home and End jump.
//
// The open tab stands in the address, behind #, and goes along when the form is sent: the page
// that comes back opens it again. A tab with something to correct comes first.

// Not the id of any element: the browser would scroll there and move the focus.
const PREFIX = "#open-";

for (const holder of document.querySelectorAll("[data-tabs]")) setUp(holder);

function setUp(holder) {
  const tabs = [...holder.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const hashOf = (tab) => PREFIX + tab.id.replace("tab-", "");
  const isWrong = (tab) => panelOf(tab).hasAttribute("data-wrong");

  function open(tab) {
    for (const other of tabs) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", chosen ? "true" : "false");
      other.tabIndex = chosen ? 0 : -1;
      panelOf(other).hidden = !chosen;
    }
  }

  function choose(tab) {
    open(tab);
    // Not location.hash: that would scroll, and fill the history with tabs.
    history.replaceState(history.state, "", hashOf(tab));
  }

  holder.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) choose(tab);
  });
  holder.addEventListener("keydown", (event) => {
    const index = tabs.indexOf(event.target);
    if (index < 0) return;
    const last = tabs.length - 1;
    const next = {
      ArrowLeft: index ? index - 1 : last,
      ArrowRight: index === last ? 0 : index + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(tabs[next]);
    tabs[next].focus();
  });

  const form = holder.closest("form");
  form?.addEventListener("submit", () => {
    const hash = location.hash.startsWith(PREFIX) ? location.hash : "";
    form.setAttribute("action", location.pathname + location.search + hash);
  });

  const named = tabs.find((tab) => hashOf(tab) === location.hash);
  const wrong = named && isWrong(named) ? named : tabs.find(isWrong);
  open(wrong || named || tabs[0]);
}
