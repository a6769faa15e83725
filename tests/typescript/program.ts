// A small front end against the client that openapi-typescript makes of the API's schema.
// It is only compiled: what does not fit the schema fails.
import createClient from "openapi-fetch";
import type { components, operations, paths } from "./client";

type Schemas = components["schemas"];
type Article = Schemas["ExpandableArticle"];
type Card = Schemas["ArticleCard"];

// An article comes in four forms, of which two are text. Who names the types of JSON that answers
// and problems have gets these alone.
const api = createClient<paths, "application/json" | "application/problem+json">({
  baseUrl: "https://content.example.org",
});

// An answer is whole or, with `fields`, cut. Who asks for no fields gets it whole.
export async function cards(topic: string): Promise<Card[]> {
  const { data, error } = await api.GET("/api/v1/articles/", {
    params: { query: { topic: [topic], ordering: ["-updated_at", "title"], page_size: 50 } },
  });
  if (error) throw new Error(error.detail);
  return data.results as Card[];
}

export async function title(slug: string): Promise<string> {
  const { data, error } = await api.GET("/api/v1/articles/{slug}/", { params: { path: { slug } } });
  if (error) throw new Error(whatIsWrong(error));
  return data.title ?? slug;
}

export async function titles(): Promise<string[]> {
  const { data } = await api.GET("/api/v1/articles/", { params: { query: { fields: ["title"] } } });
  return (data?.results ?? []).map((card) => card.title ?? "");
}

export async function page(slug: string): Promise<string> {
  const { data, error } = await api.GET("/api/v1/articles/{slug}/", {
    params: { path: { slug }, query: { expand: ["related", "json_ld"], body: ["html", "blocks"] } },
  });
  if (error) throw new Error(whatIsWrong(error));
  return html(data as Article);
}

export function whatIsWrong(
  problem: Schemas["Problem"] | Schemas["ParameterProblem"] | Schemas["WithdrawnProblem"],
): string {
  if ("alternative" in problem) return `${problem.explanation} ${problem.alternative?.title ?? ""}`;
  if (!("errors" in problem)) return `${problem.status}: ${problem.detail}`;
  return (problem.errors ?? []).map((fault) => `${fault.parameter}: ${fault.detail}`).join("\n");
}

export function html(article: Article): string {
  const by: string = article.authors.map((author) => author.name).join(", ");
  const minutes: number = article.reading_minutes;
  const due: string | null = article.review_due;
  const since: string = article.first_published_on ?? article.published_at;
  const parts: string[] = article.sections.map(
    (section) => `<h2 id="${section.anchor}">${section.heading}</h2>${section.body.html ?? ""}`,
  );
  const blocks: string[] = article.sections.flatMap((each) => (each.body.blocks ?? []).map(block));
  const asked: string[] = article.faqs.map((faq) => `<summary>${faq.question}</summary>`);
  const sources: string[] = article.references.map((source) => source.link ?? source.title);
  const why: string[] = (article.expanded?.related ?? []).map((card) => card.reason.text);
  const kinds: string[] = (article.expanded?.json_ld?.["@graph"] ?? []).map((node) => node["@type"]);
  return [by, minutes, due, since, ...parts, ...blocks, ...asked, ...sources, ...why, ...kinds].join("\n");
}

// `type` tells blocks apart, and there are no others.
export function block(part: Schemas["Block"]): string {
  switch (part.type) {
    case "paragraph":
    case "quote":
      return part.html;
    case "code":
      return part.text;
    case "list":
      return part.items.map((item) => item.html + item.blocks.map(block).join("")).join("");
    case "term_list":
      return part.items.map((item) => `<dt>${item.term}</dt><dd>${item.html}</dd>`).join("");
    case "table":
      return part.rows.flatMap((row) => row.map((cell) => cell.html)).join("");
  }
}

export async function answers(q: string): Promise<string[]> {
  const { data } = await api.GET("/api/v1/search/", { params: { query: { q } } });
  const narrower: string[] = (data?.facets.topic ?? []).map((each) => each.name);
  return [...narrower, ...(data?.results ?? []).map((found) => found.article?.title ?? "")];
}

export async function where(path: string): Promise<string | null | undefined> {
  const { data } = await api.GET("/api/v1/resolve/", { params: { query: { path } } });
  return data?.status === 308 ? data.location : data?.target?.web_url;
}

export async function changed(): Promise<string[]> {
  const { data } = await api.GET("/api/v1/changes/", { params: { query: { include: "full" } } });
  return (data?.results ?? []).map(({ article, reason, slug }) =>
    article && "sections" in article ? `${slug}: ${article.sections.length}` : `${slug}: ${reason}`,
  );
}

export async function around(slug: string): Promise<number> {
  const params = { path: { slug } };
  const [related, editions, popular, moved, navigation] = await Promise.all([
    api.GET("/api/v1/articles/{slug}/related/", { params }),
    api.GET("/api/v1/articles/{slug}/editions/", { params }),
    api.GET("/api/v1/articles/popular/", { params: { query: { days: 30 } } }),
    api.GET("/api/v1/redirects/", { params: { query: { status: 308 } } }),
    api.GET("/api/v1/navigation/"),
    api.POST("/api/v1/articles/{slug}/views/", { params }),
  ]);
  const lists = [related, editions, popular, moved].map(({ data }) => data?.results.length ?? 0);
  return lists.reduce((sum, each) => sum + each, navigation.data?.topics.length ?? 0);
}

// Every operation has a name that a person can call it by.
export const named: Record<keyof operations, string> = {
  getRoot: "/",
  listArticles: "articles/",
  getArticle: "articles/{slug}/",
  getArticleMarkdown: "articles/{slug}.md",
  listRelatedArticles: "articles/{slug}/related/",
  listEditions: "articles/{slug}/editions/",
  countView: "articles/{slug}/views/",
  listPopularArticles: "articles/popular/",
  listSections: "sections/",
  listFAQs: "faqs/",
  listIndex: "a-z/",
  search: "search/",
  suggest: "suggest/",
  listTopics: "topics/",
  getTopic: "topics/{slug}/",
  listPeople: "people/",
  getPerson: "people/{slug}/",
  getNavigation: "navigation/",
  listChanges: "changes/",
  listRedirects: "redirects/",
  resolvePath: "resolve/",
  getPreview: "preview/{token}/",
  getSchema: "schema/",
};
