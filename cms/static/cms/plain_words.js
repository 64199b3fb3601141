/* Hints on plain words, which Wagtail's content checker asks for in a preview's frame: which rules there are, and what
   they look for, stands in its own configuration (cms/plain_words/checker.py). A check says whether a text is fine. */
(() => {
    const userbar = window.wagtail?.userbar;
    const configuration = userbar?.shadowRoot?.querySelector("#checker-axe-configuration");
    if (!configuration) return;

    /* An expert's own text, and the titles of sources, are not of the page that is written. */
    const isWritten = (element) => !element.closest(".experts, .sources") && !element.querySelector("p, li");
    const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
    const languageOf = (element) => element.closest("[lang]")?.lang || "en";

    const isShort = (element, { most }) => {
        if (!isWritten(element)) return true;
        const language = languageOf(element);
        const words = new Intl.Segmenter(language, { granularity: "word" });
        const sentences = new Intl.Segmenter(language, { granularity: "sentence" }).segment(textOf(element));
        const lengthOf = (sentence) => [...words.segment(sentence)].filter((part) => part.isWordLike).length;
        return [...sentences].every(({ segment }) => lengthOf(segment) <= most);
    };

    /* The words are English ones. */
    const isPlain = (element, { pattern }) =>
        !isWritten(element) ||
        !languageOf(element).startsWith("en") ||
        !new RegExp(`\\b(?:${pattern})\\b`, "i").test(textOf(element));

    for (const { id } of JSON.parse(configuration.textContent).spec.checks) {
        if (id === "plain-sentence") userbar.registerCheck(id, isShort);
        if (id.startsWith("plain-word-")) userbar.registerCheck(id, isPlain);
    }
})();
