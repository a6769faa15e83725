// The pages: one template for an article, one for the start.
// An anchor of the service holds no colon, so ids of the template's own do.

import { citing, html, json, trusted } from "./markup.mjs";

const CALLOUTS = {
  information: "Good to know",
  warning: "Warning",
  see_doctor: "When to see a doctor",
  urgent: "Get help soon",
  emergency: "Emergency",
};

const minutes = (count) => `${count} min`;

function day(moment, site) {
  const words = new Intl.DateTimeFormat(site.language, { dateStyle: "long", timeZone: "UTC" });
  return html`<time datetime="${moment}">${words.format(new Date(moment))}</time>`;
}

function layout({ site, title, description, head, main }) {
  return html`<!doctype html>
<html lang="${site.language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <meta name="description" content="${description}">
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/style.css">
  ${head}
</head>
<body>
<header class="site"><a href="/">${site.name}</a></header>
${main}
</body>
</html>
`;
}

/** An article's page. `popular` are cards; `has(address)` says whether this site has a page. */
export function articlePage({ article, site, popular, has }) {
  const { related, json_ld } = article.expanded;
  const canonical = article.canonical_url ?? new URL(article.web_url, site.url).href;
  const others = popular.filter((card) => card.slug !== article.slug);
  return layout({
    site,
    title: `${article.meta_title} | ${site.name}`,
    description: article.meta_description,
    head: html`<link rel="canonical" href="${canonical}">
  <meta property="og:type" content="article">
  <meta property="og:title" content="${article.meta_title}">
  <meta property="og:description" content="${article.meta_description}">
  <meta property="og:url" content="${canonical}">
  <script type="application/ld+json">${json(json_ld)}</script>`,
    main: html`<main class="page">
  ${breadcrumbs(article.breadcrumbs, has)}
  <article>
    ${opening(article, site)}
    ${contents(article)}
    <div class="body">
      ${article.sections.map((section) => sectionOf(section, article))}
      ${questions(article)}
      ${references(article.references)}
      ${ending(article)}
    </div>
  </article>
  <aside class="more" aria-label="More to read">
    ${cards("Related articles", "page:related", related)}
    ${cards("Popular articles", "page:popular", others)}
  </aside>
</main>`,
  });
}

/** The start: every article's card. */
export function startPage({ articles, site }) {
  const entry = (article) => html`
    <li>
      <h2><a href="${article.web_url}">${article.title}</a></h2>
      <p>${article.summary}</p>
      <p class="quiet">${article.topic && `${article.topic.name} · `}${minutes(article.reading_minutes)} read · ${day(article.updated_at, site)}</p>
    </li>`;
  return layout({
    site,
    title: site.name,
    description: site.description,
    head: html`<link rel="canonical" href="${site.url}">`,
    main: html`<main class="page">
  <h1>${site.name}</h1>
  <p class="lead">${site.description}</p>
  <ul class="articles">${articles.map(entry)}</ul>
</main>`,
  });
}

// --- Parts of an article ---

function breadcrumbs(steps, has) {
  const step = ({ name, web_url }, index) => {
    if (index === steps.length - 1) return html`<li aria-current="page">${name}</li>`;
    return html`<li>${has(web_url) ? html`<a href="${web_url}">${name}</a>` : name}</li>`;
  };
  return html`<nav class="breadcrumbs" aria-label="Breadcrumbs"><ol>${steps.map(step)}</ol></nav>`;
}

function opening(article, site) {
  const { also_called: names, published_at, updated_at, reviewed_on, review_due } = article;
  // Where it came from elsewhere, readers have had it since that day.
  const published = article.first_published_on ?? published_at;
  const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<header>
      <h1>${article.title}</h1>
      ${names.length > 0 && html`<p class="quiet">Also called: ${names.join(", ")}</p>`}
      <p class="lead">${article.summary}</p>
      ${people("Written by", article.authors)}
      ${people("Reviewed by", article.reviewers)}
      <dl class="facts">
        ${fact("Reading time", minutes(article.reading_minutes))}
        ${fact("Published", day(published, site))}
        ${updated_at !== published_at && fact("Updated", day(updated_at, site))}
        ${reviewed_on && fact("Reviewed", day(reviewed_on, site))}
        ${review_due && fact("Next review", day(review_due, site))}
      </dl>
    </header>`;
}

function people(act, persons) {
  const person = ({ name, credentials, job_title, organisation, profile_url }) => {
    const post = [job_title, organisation].filter(Boolean).join(", ");
    return html`<li>${profile_url ? html`<a href="${profile_url}">${name}</a>` : name}${credentials && `, ${credentials}`}${post && html` <span class="quiet">${post}</span>`}</li>`;
  };
  if (persons.length === 0) return "";
  return html`<div class="people"><p>${act}</p><ul>${persons.map(person)}</ul></div>`;
}

function contents(article) {
  const link = (anchor, words) => html`<a href="#${anchor}">${words}</a>`;
  const entry = ({ anchor, heading, contents: under = [] }) =>
    html`<li>${link(anchor, heading)}${under.length > 0 && html`<ol>${under.map(entry)}</ol>`}</li>`;
  return html`<nav class="contents" aria-labelledby="page:contents">
      <h2 id="page:contents">Contents</h2>
      <ol>
        ${article.contents.map(entry)}
        ${article.faqs.length > 0 && html`<li>${link("page:faqs", "Questions and answers")}</li>`}
        ${article.references.length > 0 && html`<li>${link("page:references", "References")}</li>`}
      </ol>
    </nav>`;
}

function sectionOf(section, article) {
  const callout = CALLOUTS[section.kind];
  const level = section.level === 1 ? trusted("h2") : trusted("h3");
  return html`
      <section id="${section.anchor}" class="${callout && `callout ${section.kind}`}">
        ${callout && html`<p class="callout-name">${callout}</p>`}
        <${level}>${section.heading}</${level}>
        ${body(section.body, article, section.heading)}
        ${section.sections?.map((part) => sectionOf(part, article))}
      </section>`;
}

/** A body with its citations linked, and its tables in boxes that scroll by themselves. */
function body(formats, article, name) {
  const box = html`<div class="table" role="group" aria-label="Table: ${name}" tabindex="0">`;
  const linked = citing(formats.html, article.references.length, referenceAddress);
  return trusted(
    linked.replaceAll("<table>", () => `${box}<table>`).replaceAll("</table>", "</table></div>"),
  );
}

// A link to a question opens it: its anchor is on what opens.
function questions(article) {
  const question = (faq) => html`
        <details>
          <summary><h3>${faq.question}</h3></summary>
          <div id="${faq.anchor}">${body(faq.answer, article, faq.question)}</div>
        </details>`;
  if (article.faqs.length === 0) return "";
  return html`<section class="faqs" aria-labelledby="page:faqs">
        <h2 id="page:faqs">Questions and answers</h2>${article.faqs.map(question)}
      </section>`;
}

const referenceAddress = (number) => `#reference:${number}`;

function references(sources) {
  if (sources.length === 0) return "";
  const entry = (source) => {
    const from = [source.publisher, source.year].filter(Boolean).join(", ");
    const kind = source.evidence_level?.replaceAll("_", " ");
    return html`
          <li id="reference:${source.number}">${source.link ? html`<a href="${source.link}">${source.title}</a>` : source.title}${from && `. ${from}`}.${kind && html` <span class="quiet">${kind}</span>`}</li>`;
  };
  return html`<section aria-labelledby="page:references">
        <h2 id="page:references">References</h2>
        <ol class="references">${sources.map(entry)}
        </ol>
      </section>`;
}

function ending(article) {
  const { disclosure, disclaimer } = article;
  return html`${disclosure && html`<p class="quiet">${disclosure}</p>`}
      ${disclaimer && html`<section class="disclaimer"><h2>${disclaimer.name}</h2>${trusted(disclaimer.body.html)}</section>`}`;
}

function cards(heading, id, articles) {
  if (articles.length === 0) return "";
  const card = (article) => html`
        <li><a href="${article.web_url}">${article.title}</a> <span class="quiet">${minutes(article.reading_minutes)} read</span></li>`;
  return html`<section aria-labelledby="${id}">
      <h2 id="${id}">${heading}</h2>
      <ul>${articles.map(card)}
      </ul>
    </section>`;
}
