// What the admin's preview panel opens (the preview path: /preview), and the way out of it (?leave).
import type { APIRoute } from "astro";
import { begin, end, exchanged } from "../lib/preview";

export const GET: APIRoute = async ({ cookies, redirect, url }) => {
  end(cookies);
  if (url.searchParams.has("leave")) return redirect("/", 303);
  const preview = await exchanged(url.searchParams.get("code") ?? "").catch(() => null);
  if (!preview) return new Response("The preview is over. Open it again in the admin.", { status: 401 });
  begin(cookies, preview);
  return redirect(preview.path, 303);
};
