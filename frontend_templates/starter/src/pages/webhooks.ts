// What Mortar calls when something changes: forget what was made of it, and nothing else.
import type { APIRoute } from "astro";
import { Webhook } from "standardwebhooks";
import { forget, type Schemas } from "../lib/mortar";

export const POST: APIRoute = async ({ request }) => {
  const secret = process.env["WEBHOOK_SECRET"];
  if (!secret) return new Response("WEBHOOK_SECRET is not set.", { status: 503 });
  // As it came: the signature is of these bytes.
  const text = await request.text();
  let call: Schemas["WebhookCall"];
  try {
    call = new Webhook(secret).verify(text, Object.fromEntries(request.headers)) as Schemas["WebhookCall"];
  } catch {
    return new Response("The signature is wrong, or too old.", { status: 400 });
  }
  // The same call twice forgets nothing twice: no list of ids is needed.
  // A call of the network's webhook names no store (null), and means every one.
  const count = forget(call.data.store, call.data.tags);
  return Response.json({ forgotten: count });
};
