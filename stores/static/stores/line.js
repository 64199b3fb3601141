// A promo line while it is typed: as patients will see it, characters left, what its dates mean.
(() => {
    const start = (form) => {
        const by = (name) => form.elements.namedItem(name);
        const shown = form.querySelector("[data-shown]");
        const left = form.querySelector("[data-left]");
        const warning = form.querySelector("[data-warning]");
        const longest = Number(form.dataset.longest);

        const showLine = () => {
            const text = by("text").value.trim().replace(/\s+/g, " ");
            const hasLink = by("kind").value !== "none";
            const label = hasLink ? by("label").value || text : "";
            const at = label ? text.indexOf(label) : -1;
            shown.classList.toggle("stores-shown-line--alert", by("style").value === "alert");
            if (at < 0) {
                shown.textContent = text || "Your line will look like this.";
                return;
            }
            const link = document.createElement("u");
            link.textContent = label;
            shown.replaceChildren(text.slice(0, at), link, text.slice(at + label.length));
        };

        const showRest = () => {
            const rest = longest - by("text").value.length;
            left.textContent = rest < 0 ? `${-rest} characters too many` : `${rest} characters left`;
            const kind = by("kind").value;
            for (const part of form.querySelectorAll("[data-of]")) part.hidden = !part.dataset.of.split(" ").includes(kind);
            const until = by("show_until").value;
            const texts = [
                by("has_no_end").checked && "A line without an end date is easily forgotten. Most lines need one.",
                until && until < form.dataset.today && "This day is over already: patients will not see the line.",
            ];
            warning.textContent = texts.filter(Boolean).join(" ");
            warning.hidden = !warning.textContent;
        };

        const show = () => {
            showLine();
            showRest();
        };
        form.addEventListener("input", show);
        form.addEventListener("change", show);
        show();
    };
    const startAll = () => document.querySelectorAll("[data-line-form]").forEach(start);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
    else startAll();
})();
