// Shows how far a bulk job is. Each question makes the server work on it where no worker does.

const PAUSE = 1000;

const page = document.querySelector("[data-job]:not([data-finished])");

if (page) {
  const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
  const bar = page.querySelector("[role=progressbar]");
  const fill = bar.querySelector("progress");
  const said = page.querySelector("[data-sentence]");
  const trouble = page.querySelector("[data-trouble]");

  const show = ({ percent, sentence }) => {
    bar.setAttribute("aria-valuenow", percent);
    bar.setAttribute("aria-valuetext", sentence);
    fill.value = percent;
    if (said.textContent !== sentence) said.textContent = sentence;
  };

  const ask = async () => {
    const answer = await fetch(page.dataset.job, {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    // A session that ended leads to the login page, which is no JSON.
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return answer.json();
  };

  // The report, in place: nothing above it moves, and nothing that has the focus is lost.
  const finish = async () => {
    const text = await (await fetch(location.href)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    page.querySelector("[data-report]").replaceWith(fresh.querySelector("[data-report]"));
    page.querySelector("#progress").textContent = fresh.querySelector("#progress").textContent;
    page.dataset.finished = "";
  };

  const poll = async () => {
    try {
      const progress = await ask();
      trouble.hidden = true;
      show(progress);
      if (progress.finished) return finish();
    } catch {
      trouble.hidden = false;
    }
    setTimeout(poll, PAUSE);
  };

  poll();
}
