// The words of the site itself, by the language of the path: English, and below /es/ Spanish.

export type Language = "en" | "es";
const SPANISH: Record<string, string> = {
  "Skip to the page": "Ir al contenido",
  Announcements: "Avisos",
  Main: "Principal",
  Search: "Buscar",
  "Search this site": "Buscar en este sitio",
  "Found:": "Encontrados:",
  "Nothing was found.": "No se encontró nada.",
  "Did you mean": "¿Quiso decir",
  "Or look here:": "O mire aquí:",
  Pages: "Páginas",
  Back: "Atrás",
  More: "Más",
  Newer: "Más recientes",
  Older: "Anteriores",
  Page: "Página",
  of: "de",
  Topics: "Temas",
  "All health news": "Todas las noticias de salud",
  "Health news": "Noticias de salud",
  Services: "Servicios",
  "Other services": "Otros servicios",
  "Your pharmacist": "Su farmacéutico",
  Posted: "Publicado el",
  "Reviewed by": "Revisado por",
  "Corrected on": "Corregido el",
  "About the expert": "Sobre el experto",
  "About the experts": "Sobre los expertos",
  "Articles with": "Artículos con",
  Sources: "Fuentes",
  "Read on": "Siga leyendo",
  "Share:": "Compartir:",
  Credit: "Crédito",
  "In force since": "En vigor desde el",
  "Whom to turn to": "A quién dirigirse",
  Hours: "Horario",
  Closed: "Cerrado",
  midnight: "medianoche",
  Store: "Tienda",
  Pharmacy: "Farmacia",
  "Drive-through": "Ventanilla para autos",
  Delivery: "Entrega a domicilio",
  "That address is not one of ours": "Esa dirección no es nuestra",
  "Something in it could not be understood.": "Algo en ella no se pudo entender.",
  "There is no page here": "Aquí no hay ninguna página",
  "It may have moved. Try the menu above, or search.": "Puede que se haya movido. Pruebe el menú de arriba o busque.",
  "This page has been withdrawn": "Esta página fue retirada",
  "It is no longer part of our site.": "Ya no forma parte de nuestro sitio.",
  "Too many at once": "Demasiadas a la vez",
  "Please try again in a few seconds.": "Inténtelo de nuevo en unos segundos.",
  "We will be right back": "Volvemos enseguida",
  "The page can’t be shown at the moment. Please try again soon.":
    "La página no se puede mostrar en este momento. Inténtelo de nuevo pronto.",
};

/** The language that a path asks for. */
export function languageOf(pathname: string): Language {
  return /^\/es(\/|$)/.test(pathname) ? "es" : "en";
}

/** What the site says, in a language. */
export function sayIn(language: Language): (words: string) => string {
  return (words) => (language === "es" ? (SPANISH[words] ?? words) : words);
}

/** "2026-11-13" as a reader has it. A date has no zone: it is the store's own. */
export function day(date: string, language: Language): string {
  const shown = new Date(`${date}T00:00:00Z`);
  const written = language === "es" ? "es-US" : "en-US";
  return shown.toLocaleDateString(written, { timeZone: "UTC", year: "numeric", month: "long", day: "numeric" });
}

/** "13:30" as a reader has it; the end of a day in words. */
export function clock(time: string, midnight: string): string {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  if (hours % 24 === 0 && minutes === 0) return midnight;
  return `${hours % 12 || 12}${minutes ? `:${String(minutes).padStart(2, "0")}` : ""} ${hours < 12 ? "AM" : "PM"}`;
}
