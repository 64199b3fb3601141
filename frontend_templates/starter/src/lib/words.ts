/** "2026-11-13" as a reader has it. A date has no zone: it is the store's own. */
export function day(date: string): string {
  const shown = new Date(`${date}T00:00:00Z`);
  return shown.toLocaleDateString("en-US", { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
}

/** "13:30" as a reader has it. */
export function clock(time: string): string {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  if (hours % 24 === 0 && minutes === 0) return "midnight";
  return `${hours % 12 || 12}${minutes ? `:${String(minutes).padStart(2, "0")}` : ""} ${hours < 12 ? "AM" : "PM"}`;
}
