// A site of plain HTML files from a running Galley: node build.mjs http://127.0.0.1:8000 FOLDER
// Needs Node 18 or later and no packages. It reads everything before it writes anything.

import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { articlePage, startPage } from "./page.mjs";

const MOST_POPULAR = 6;

/** The JSON at an address. Throws an error that names the address for whatever isn't that. */
async function get(address) {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
    if (!answer.ok) {
      const { detail } = await answer.json().catch(() => ({}));
      throw new Error(`status ${answer.status}${detail ? `: ${detail}` : ""}`);
    }
    return await answer.json();
  } catch (error) {
    throw new Error(`${address}: ${error.cause?.message || error.message}`);
  }
}

async function every(first) {
  const found = [];
  for (let page = { next: first }; page.next; ) {
    page = await get(page.next);
    found.push(...page.results);
  }
  return found;
}

/** All that the pages show, from the links of the service's root. */
async function read(service) {
  const { site, links } = await get(`${service.replace(/\/+$/, "")}/api/v1/`);
  const cards = await every(links.articles);
  const popular = await get(`${links.popular}?page_size=${MOST_POPULAR}`);
  const articles = [];
  for (const { slug } of cards) {
    articles.push(await get(`${links.article.replace("{slug}", slug)}?expand=related,json_ld`));
  }
  return { site, articles, popular: popular.results };
}

/** The pages by their path on the site. */
function render({ site, articles, popular }) {
  const pathOf = (address) => new URL(address, site.url).pathname;
  const paths = new Set(["/", ...articles.map((article) => pathOf(article.web_url))]);
  if (paths.size !== articles.length + 1) {
    throw new Error("Two pages have the same path: see FRONTEND_ARTICLE_URL.");
  }
  const has = (address) => {
    const { origin, pathname } = new URL(address, site.url);
    return origin === new URL(site.url).origin && paths.has(pathname);
  };
  const pages = new Map([["/", startPage({ articles, site })]]);
  for (const article of articles) {
    pages.set(pathOf(article.web_url), articlePage({ article, site, popular, has }));
  }
  return pages;
}

async function write(pages, folder) {
  await mkdir(folder, { recursive: true });
  // The page of an article that was withdrawn since must not stay behind.
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty.`);
  for (const [path, page] of pages) {
    const file = join(folder, path, "index.html");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, String(page));
  }
  const style = fileURLToPath(new URL("style.css", import.meta.url));
  await copyFile(style, join(folder, "style.css"));
}

async function main([service, folder]) {
  if (!service || !folder) throw new Error("Usage: node build.mjs ADDRESS FOLDER");
  const pages = render(await read(service));
  await write(pages, folder);
  console.log(`Built ${pages.size} pages in ${folder}.`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`Not built. ${error.message}`);
  process.exitCode = 1;
});
