// What Mortar calls when something changes: forget what was made of it, and nothing else.
import type { APIRoute } from "astro";
import { Webhook } from "standardwebhooks";
import { forget } from "../lib/mortar";

interface Call {
  type: "changes" | "test";
  data?: { store: string | null; tags: string[] };
}

export const POST: APIRoute = async ({ request }) => {
  const secret = process.env["WEBHOOK_SECRET"];
  if (!secret) return new Response("WEBHOOK_SECRET is not set.", { status: 503 });
  // As it came: the signature is of these bytes.
  const text = await request.text();
  let call: Call;
  try {
    call = new Webhook(secret).verify(text, Object.fromEntries(request.headers)) as Call;
  } catch {
    return new Response("The signature is wrong, or too old.", { status: 400 });
  }
  // The same call twice forgets nothing twice: no list of ids is needed.
  const count = forget(call.data?.store ?? undefined, call.data?.tags ?? []);
  return Response.json({ forgotten: count });
};
