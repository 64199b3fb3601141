// Drafts in this frontend: a code from the admin's panel, exchanged once, and a cookie until it is over.
import type { AstroCookies } from "astro";
import { API } from "./mortar";

export interface Preview {
  token: string;
  path: string;
  edit_url: string;
}
export interface Edit {
  url: string;
  fields?: Record<string, string>;
}
const COOKIE = "preview";
// In a frame of the admin, which is another site.
const ATTRIBUTES = { path: "/", httpOnly: true, secure: true, sameSite: "none", partitioned: true } as const;

/** The preview that a code is for; null for one that is none, was used or is too old. */
export async function exchanged(code: string): Promise<(Preview & { expires_at: string }) | null> {
  const answer = await fetch(`${API}/v2/preview/`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code }),
    redirect: "error",
    signal: AbortSignal.timeout(5_000),
  });
  return answer.ok ? ((await answer.json()) as Preview & { expires_at: string }) : null;
}

export function begin(cookies: AstroCookies, { token, path, edit_url, expires_at }: Preview & { expires_at: string }): void {
  cookies.set(COOKIE, { token, path, edit_url }, { ...ATTRIBUTES, expires: new Date(expires_at) });
}

export function end(cookies: AstroCookies): void {
  cookies.delete(COOKIE, ATTRIBUTES);
}

/** The preview that this reader is in. What the cookie says is shown to nobody but who has it. */
export function previewOf(cookies: AstroCookies): Preview | null {
  try {
    const found = cookies.get(COOKIE)?.json() as Partial<Preview> | undefined;
    return found?.token && found.path && found.edit_url ? (found as Preview) : null;
  } catch {
    return null;
  }
}

/** Where something of a draft is edited, or one of its fields; null for what is public. */
export function editOf(thing: object, field?: string): string | null {
  const edit = "edit" in thing ? (thing.edit as Edit | null) : null;
  const address = field ? edit?.fields?.[field] : edit?.url;
  return address && /^https?:\/\//.test(address) ? address : null;
}
