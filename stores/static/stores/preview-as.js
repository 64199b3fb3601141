/* The preview panel's choice of store and time. Both go into the URL of what Wagtail's own controller shows. */
class PreviewAs extends window.StimulusModule.Controller {
    static targets = ["store", "names", "at"];
    static values = { delay: { default: 200, type: Number }, url: String };

    connect() {
        this.asked = 0;
        this.shown = "";
        this.point();
    }

    disconnect() {
        clearTimeout(this.timer);
    }

    /* Everything that can be found stands behind an empty field: the name that is there gives way to what is typed. */
    select() {
        this.storeTarget.select();
        this.load("");
    }

    suggest() {
        if (this.isSuggested()) {
            this.choose();
            return;
        }
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.load(this.storeTarget.value), this.delayValue);
    }

    async load(term) {
        const asked = (this.asked += 1);
        const response = await fetch(`${this.urlValue}?${new URLSearchParams({ term })}`);
        if (!response.ok || asked !== this.asked) return;
        const names = await response.json();
        this.namesTarget.replaceChildren(
            ...names.map((name) => Object.assign(document.createElement("option"), { value: name })),
        );
    }

    choose() {
        clearTimeout(this.timer);
        if (this.point()) this.dispatch("chosen");
    }

    now() {
        this.atTarget.value = "";
        this.choose();
    }

    isSuggested() {
        return [...this.namesTarget.options].some((option) => option.value === this.storeTarget.value);
    }

    /* Whether the preview stands at another URL than before. */
    point() {
        const preview = this.element.closest("[data-controller~='w-preview']");
        const url = new URL(preview.dataset.wPreviewUrlValue, window.location.href);
        if (this.hasStoreTarget) url.searchParams.set("store", this.storeTarget.value.trim());
        url.searchParams.set("at", this.atTarget.value);
        const shown = url.pathname + url.search;
        const isOther = shown !== this.shown;
        this.shown = shown;
        preview.dataset.wPreviewRenderUrlValue = shown;
        return isOther;
    }
}

window.wagtail.app.register("preview-as", PreviewAs);

/* A click in a preview leads to a place of the form that is open already: as Wagtail does when it opens one. */
window.addEventListener("hashchange", () => {
    const [, path] = decodeURIComponent(window.location.hash).split(":w:contentpath=");
    if (!path) return;
    const parts = path.split(".").map((part) => `[data-contentpath="${CSS.escape(part)}"]`);
    const field = document.querySelector(parts.join(" "));
    if (!field) return;
    const tab = field.closest("[role='tabpanel'][hidden]");
    if (tab) document.querySelector(`[role='tab'][aria-controls='${CSS.escape(tab.id)}']`)?.click();
    field.scrollIntoView({ block: "center" });
    field.querySelector("input:not([type='hidden']), textarea, select, [contenteditable='true'], button")?.focus({
        preventScroll: true,
    });
});
