// Turns pasted HTML (Word, Google Docs, web pages) into plain HTML before the editor reads it.
//
// The editor's schema drops what it doesn't know; this keeps what it would lose: Word's lists,
// which are paragraphs with a typed bullet, and headings, which bodies don't have.

const DROPPED = "style, script, meta, link, title, xml, del, .msoDel, [style*='mso-hide']";
const NUMBERED = /^\(?([0-9]+|[a-z]|[ivxlcdm]+)[.)]/i;

export function cleanPastedHTML(html) {
  // Cut or copied in one of our own editors: clean already.
  if (html.includes("data-pm-slice")) return html;
  const body = new DOMParser().parseFromString(html, "text/html").body;
  for (const node of body.querySelectorAll(DROPPED)) node.remove();
  wordLists(body);
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const strong = document.createElement("strong");
    strong.append(...heading.childNodes);
    const paragraph = document.createElement("p");
    paragraph.append(strong);
    heading.replaceWith(paragraph);
  }
  for (const paragraph of body.querySelectorAll("p")) {
    if (!paragraph.textContent.trim() && !paragraph.querySelector("img, table")) paragraph.remove();
  }
  return body.innerHTML;
}

// Word writes a list item as <p style="mso-list: l0 level1 lfo1">, its bullet in a span with
// "mso-list: Ignore".
function wordLists(body) {
  let open = []; // The lists that are open, outermost first.
  let previous = null;
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const level = levelOf(paragraph);
    if (!level) continue;
    if (!previous || !follows(paragraph, previous)) open = [];
    const tag = markOf(paragraph);
    while (open.length > level) open.pop();
    while (open.length < level) {
      const list = document.createElement(tag);
      const parent = open[open.length - 1];
      if (!parent) paragraph.before(list);
      else (parent.lastElementChild || parent.appendChild(document.createElement("li"))).append(list);
      open.push(list);
    }
    const item = document.createElement("li");
    const content = document.createElement("p");
    content.append(...paragraph.childNodes);
    item.append(content);
    open[open.length - 1].append(item);
    previous = open[0];
    paragraph.remove();
  }
}

function levelOf(paragraph) {
  const style = paragraph.getAttribute("style") || "";
  const found = /mso-list:\s*l[0-9]+\s+level([0-9])/i.exec(style);
  return found ? Number(found[1]) : 0;
}

function follows(paragraph, list) {
  return paragraph.previousElementSibling === list;
}

// Takes the typed bullet or number out; gives the kind of list that it stood for.
function markOf(paragraph) {
  const mark = [...paragraph.querySelectorAll("span")].find((span) =>
    /mso-list:\s*ignore/i.test(span.getAttribute("style") || ""),
  );
  const text = mark?.textContent.trim() || "";
  mark?.remove();
  return NUMBERED.test(text) ? "ol" : "ul";
}
