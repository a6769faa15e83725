// A small front end against the client that openapi-typescript makes of the API's schema.
// It is only compiled: what does not fit the schema fails.
import createClient from "openapi-fetch";
import type { components, operations } from "./client";

type Article = components["schemas"]["Article"];
type Card = components["schemas"]["ArticleCard"];

const api = createClient<import("./client").paths>({ baseUrl: "https://content.example.org" });

export async function cards(topic: string): Promise<readonly Card[]> {
  const { data, error } = await api.GET("/api/v1/articles/", {
    params: { query: { topic: [topic], ordering: ["-updated_at"], page_size: 50 } },
  });
  if (error) throw new Error(error.detail);
  return data.results as readonly Card[];
}

export async function page(slug: string): Promise<string> {
  const { data, error } = await api.GET("/api/v1/articles/{slug}/", {
    params: { path: { slug }, query: { expand: ["related"] } },
  });
  if (error) throw new Error(`${error.status}: ${error.detail}`);
  return html(data as Article);
}

export function html(article: Article): string {
  const by: string = article.authors.map((author) => author.name).join(", ");
  const minutes: number = article.reading_minutes;
  const parts: string[] = article.sections.map(
    (section) => `<h2 id="${section.anchor}">${section.heading}</h2>${section.body.html ?? ""}`,
  );
  const asked: string[] = article.faqs.map((faq) => `<summary>${faq.question}</summary>`);
  const sources: string[] = article.references.map((source) => source.title);
  return [article.title, by, minutes, ...parts, ...asked, ...sources].join("\n");
}

export async function answers(q: string): Promise<string[]> {
  const { data } = await api.GET("/api/v1/search/", { params: { query: { q } } });
  return (data?.results ?? []).map((found) => found.article?.title ?? "");
}

export async function where(path: string): Promise<string | null | undefined> {
  const { data } = await api.GET("/api/v1/resolve/", { params: { query: { path } } });
  return data?.status === 308 ? data.location : data?.target?.web_url;
}

// Every operation has a name that a person can call it by.
export const named: (keyof operations)[] = ["listArticles", "getArticle", "search", "suggest"];
