import { defineMiddleware } from "astro:middleware";
import { API, storeOf } from "./lib/mortar";
import { previewOf } from "./lib/preview";
import { languageOf, sayIn } from "./lib/words";

const MORTAR = new URL(process.env["MORTAR_ADMIN"] ?? API).origin;
const MEDIA = new URL(process.env["MORTAR_MEDIA"] ?? MORTAR).origin;
// Vite puts styles into the page by a script, and tells by a socket that a file has changed.
const IN_DEVELOPMENT = ["style-src 'self' 'unsafe-inline'", "script-src 'self' 'unsafe-inline'", "connect-src 'self' ws:"];

/** What a browser may do with a page: pictures from Mortar, everything else from here. */
export const onRequest = defineMiddleware(async (context, next) => {
  const nonce = crypto.randomUUID();
  context.locals.nonce = nonce;
  // Of what was asked: an error is said by another page.
  context.locals.language = languageOf(context.originPathname);
  context.locals.say = sayIn(context.locals.language);
  if (!storeOf(context.request) && context.url.pathname !== "/webhooks") {
    const port = (context.request.headers.get("host") ?? "").split(":")[1] ?? "80";
    const text = `Which store? Open http://<store>.localhost:${port}/ with its slug, or set MORTAR_STORE.`;
    return new Response(text, { status: 404 });
  }
  // Asked before the page, which ends a preview that is over, and says so in the frame.
  const isFramed = context.url.pathname === "/preview" || previewOf(context.cookies) !== null;
  const response = await next();
  const policy = [
    "default-src 'none'",
    ...(import.meta.env.DEV ? IN_DEVELOPMENT : [`style-src 'self' 'nonce-${nonce}'`]),
    `img-src 'self' ${MEDIA}`,
    "form-action 'self'",
    "base-uri 'none'",
    // The admin's preview panel frames drafts; nobody frames what patients read.
    `frame-ancestors ${isFramed ? MORTAR : "'none'"}`,
  ];
  response.headers.set("Content-Security-Policy", policy.join("; "));
  response.headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  response.headers.set("X-Content-Type-Options", "nosniff");
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "public, max-age=0, must-revalidate");
  return response;
});
