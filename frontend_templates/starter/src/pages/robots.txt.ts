import type { APIRoute } from "astro";
import { ask, storeOf } from "../lib/mortar";

export const GET: APIRoute = async ({ request }) => {
  const chrome = await ask(storeOf(request), "/api/v2/chrome/", {});
  const home = chrome.ok ? chrome.body.store.site.frontend_url : null;
  const lines = ["User-agent: *", "Disallow: /search/", "Disallow: /es/search/", ...(home ? [`Sitemap: ${home}/sitemap.xml`] : [])];
  return new Response(`${lines.join("\n")}\n`);
};
