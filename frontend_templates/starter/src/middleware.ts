import { defineMiddleware } from "astro:middleware";

const MEDIA = new URL(process.env["MORTAR_MEDIA"] ?? process.env["MORTAR_API"] ?? "http://localhost:8000").origin;

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
    "frame-ancestors 'none'",
  ];
  response.headers.set("Content-Security-Policy", policy.join("; "));
  response.headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  response.headers.set("X-Content-Type-Options", "nosniff");
  if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "public, max-age=0, must-revalidate");
  return response;
});
