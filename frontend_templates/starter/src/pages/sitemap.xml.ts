import type { APIRoute } from "astro";
import { ask, storeOf } from "../lib/mortar";

export const GET: APIRoute = async ({ request }) => {
  const answer = await ask(storeOf(request), "/api/v2/sitemap/", {});
  if (!answer.ok) return new Response(null, { status: answer.status });
  const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const urls = answer.body.items.map((item) => {
    const changed = item.last_changed_at ? `<lastmod>${item.last_changed_at}</lastmod>` : "";
    return `<url><loc>${escaped(item.url)}</loc>${changed}</url>`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>`;
  return new Response(xml, { headers: { "Content-Type": "application/xml" } });
};
