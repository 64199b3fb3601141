import { defineMiddleware } from "astro:middleware";
import { API } from "./lib/mortar";
import { previewOf } from "./lib/preview";

const MORTAR = new URL(process.env["MORTAR_ADMIN"] ?? API).origin;
const MEDIA = new URL(process.env["MORTAR_MEDIA"] ?? MORTAR).origin;

/** What a browser may do with a page: pictures from Mortar, everything else from here. */
export const onRequest = defineMiddleware(async (context, next) => {
  const nonce = crypto.randomUUID();
  context.locals.nonce = nonce;
  const response = await next();
  const policy = [
    "default-src 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' ${MEDIA}`,
    "form-action 'self'",
    "base-uri 'none'",
    // The admin's preview panel frames drafts; nobody frames what patients read.
    `frame-ancestors ${previewOf(context.cookies) ? MORTAR : "'none'"}`,
  ];
  response.headers.set("Content-Security-Policy", policy.join("; "));
  response.headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  response.headers.set("X-Content-Type-Options", "nosniff");
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "public, max-age=0, must-revalidate");
  return response;
});
