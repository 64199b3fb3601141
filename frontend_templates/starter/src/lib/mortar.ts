// Asking Mortar: typed by its OpenAPI document, kept by tag, forgotten when a webhook says so.
import type { components, paths } from "mortar-types";

export type Schemas = components["schemas"];
// What is read; a preview's code is exchanged elsewhere (./preview).
type Endpoint = Exclude<Extract<keyof paths, `/api/v2/${string}`>, "/api/v2/preview/">;
type Asked<P extends Endpoint> = Omit<NonNullable<paths[P]["get"]["parameters"]["query"]>, "store" | "site">;
type Query<P extends Endpoint> = { [K in keyof Asked<P>]: Asked<P>[K] | undefined };
type Body<P extends Endpoint> = paths[P]["get"] extends {
  responses: { 200: { content: { "application/json": infer B } } };
}
  ? B
  : never;
export type Answer<T> = { ok: true; body: T } | { ok: false; status: number; problem: Schemas["Problem"] | null };

export const API = (process.env["MORTAR_API"] ?? "http://localhost:8000/api/").replace(/\/*$/, "");
// A webhook tells what has changed. Without one, and for what a lost call would have told, ask again after so long.
const KEPT_SECONDS = Number(process.env["KEPT_SECONDS"] ?? (process.env["WEBHOOK_SECRET"] ? 30 : 0));
const MOST_KEPT = 2_000;

interface Kept {
  body: unknown;
  etag: string | null;
  tags: string[];
  askedAt: number;
}
const kept = new Map<string, Kept>();
let calls = 0;

/** The store of a request: MORTAR_STORE, or else the first part of the host, as in `pitman.localhost:4321`. */
export function storeOf(request: Request): string {
  const host = request.headers.get("host") ?? "";
  return process.env["MORTAR_STORE"] ?? /^([a-z0-9-]*[a-z][a-z0-9-]*)\./.exec(host)?.[1] ?? "";
}

/** Forgets every answer of the store, or of every one (null), that was made of one of these. Returns how many. */
export function forget(store: string | null, tags: readonly string[]): number {
  const gone = new Set(tags);
  let count = 0;
  calls += 1;
  for (const [address, entry] of kept) {
    const isOfStore = store === null || address.includes(`/s/${store}/`);
    if (isOfStore && entry.tags.some((tag) => gone.has(tag))) {
      kept.delete(address);
      count += 1;
    }
  }
  return count;
}

/** Asks one endpoint as one store. Never throws: what the API refuses, and that it is away, is an answer, too.
 *
 * With the token of a preview the answer is of its draft and store, and nothing of it is kept. */
export async function ask<P extends Endpoint>(
  store: string,
  endpoint: P,
  query: Query<P>,
  token?: string,
): Promise<Answer<Body<P>>> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const parameters = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  const prefix = token ? "" : `s/${encodeURIComponent(store)}/`;
  const address = `${API}/v2/${prefix}${endpoint.slice("/api/v2/".length)}?${parameters}`;
  const last = token ? undefined : kept.get(address);
  if (last && Date.now() - last.askedAt < KEPT_SECONDS * 1000) return { ok: true, body: last.body as Body<P> };
  const headers: Record<string, string> = {
    ...(token && { Authorization: `Bearer ${token}` }),
    ...(last?.etag && { "If-None-Match": last.etag }),
  };
  const before = calls;
  try {
    const response = await fetch(address, { headers, redirect: "error", signal: AbortSignal.timeout(5_000) });
    if (response.status === 304 && last) {
      last.askedAt = Date.now();
      return { ok: true, body: last.body as Body<P> };
    }
    const body: unknown = await response.json();
    if (response.ok) {
      // An answer that was on its way when something was forgotten may be of before: it is shown, and not kept.
      if (!token && before === calls) keep(address, body, response.headers);
      return { ok: true, body: body as Body<P> };
    }
    if (response.status < 500) {
      kept.delete(address);
      return { ok: false, status: response.status, problem: body as Schemas["Problem"] };
    }
  } catch (error) {
    console.error(`${address}: ${String(error)}`);
  }
  // Mortar is away: what was last known, for as long as that lasts.
  return last ? { ok: true, body: last.body as Body<P> } : { ok: false, status: 503, problem: null };
}

function keep(address: string, body: unknown, headers: Headers): void {
  const oldest = kept.keys().next();
  if (kept.size >= MOST_KEPT && !oldest.done) kept.delete(oldest.value);
  const tags = (headers.get("surrogate-key") ?? "").split(" ").filter(Boolean);
  kept.set(address, { body, etag: headers.get("etag"), tags, askedAt: Date.now() });
}
