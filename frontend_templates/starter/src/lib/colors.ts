// What a page makes of a store's one color. Mixed here, since old phones know no color-mix().

/** A color with a part of another one: both as "#rrggbb". */
function mixed(color: string, other: string, part: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [from = 0, to = 0] = [color, other].map((each) => parseInt(each.slice(at, at + 2), 16));
    return Math.round(from + (to - from) * part).toString(16).padStart(2, "0");
  });
  return `#${channels.join("")}`;
}

function rule(colors: Record<string, string>): string {
  const lines = Object.entries(colors).map(([name, color]) => `--accent-${name}:${color}`);
  return `:root{${lines.join(";")}}`;
}

/** Custom properties for light and dark screens, which site.css reads. */
export function colorsOf(given: string): string {
  const accent = /^#[0-9a-f]{6}$/.test(given) ? given : "#0b6e4f";
  const light = {
    ground: mixed(accent, "#ffffff", 0.94),
    line: mixed(accent, "#d5d9d7", 0.82),
    link: mixed(accent, "#000000", 0.15),
  };
  const dark = {
    ground: mixed(accent, "#1b211e", 0.86),
    line: mixed(accent, "#39423e", 0.8),
    link: mixed(accent, "#ffffff", 0.65),
  };
  return `:root{--accent:${accent}}${rule(light)}@media (prefers-color-scheme:dark){${rule(dark)}}`;
}
