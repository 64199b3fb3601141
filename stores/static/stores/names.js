// What the admin's own widgets leave without a name for screen readers takes that of the field around it.
(() => {
    const NAMELESS = ".tagit-new input, .public-DraftEditor-content, [data-contentpath] input[type='text'], [data-contentpath] textarea";

    const textOf = (label) => label?.textContent.replace("*", "").trim() ?? "";

    /** The label of the nearest part of the form that has one. */
    const around = (box) => {
        for (let part = box.closest("[data-contentpath]"); part; part = part.parentElement?.closest("[data-contentpath]")) {
            const text = textOf(part.querySelector("label, [data-panel-heading-text]"));
            if (text) return text;
        }
        return textOf(box.closest("[data-panel]")?.querySelector("[data-panel-heading-text]"));
    };

    /** Of a table's cell: the heading of its column. */
    const column = (box) => {
        const cell = box.closest("td");
        const heading = cell?.closest("table")?.querySelector(`thead tr:last-child > :nth-child(${cell.cellIndex + 1}) input`);
        return heading && heading !== box ? heading.value || "Cell" : "";
    };

    const name = (box) => {
        const isNamed = box.ariaLabel || box.getAttribute("aria-labelledby") || [...(box.labels ?? [])].some(textOf) || box.title;
        const text = isNamed ? "" : column(box) || around(box);
        if (text) box.setAttribute("aria-label", text);
    };

    const nameAll = () => {
        document.querySelectorAll(NAMELESS).forEach(name);
        // Browsers cut off what is pasted without a word: the server refuses it, and it stays in the box.
        document.querySelectorAll("main [maxlength]").forEach((box) => box.removeAttribute("maxlength"));
    };

    addEventListener("load", () => {
        nameAll();
        let waiting = 0;
        new MutationObserver(() => {
            clearTimeout(waiting);
            waiting = setTimeout(nameAll, 200);
        }).observe(document.body, { childList: true, subtree: true });
    });
})();
