// Prints the addresses in the sitemap or index on stdin; what the package finds wrong ends it.
import { stdin } from "node:process";
import { ErrorLevel, XMLToSitemapIndexStream, XMLToSitemapItemStream } from "sitemap";

const kinds = { index: XMLToSitemapIndexStream, page: XMLToSitemapItemStream };
const reader = new kinds[process.argv[2]]({ level: ErrorLevel.THROW });
const addresses = [];
for await (const item of stdin.pipe(reader)) addresses.push(item.url);
console.log(JSON.stringify(addresses));
