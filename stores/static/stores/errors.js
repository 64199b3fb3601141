// A form that came back: to the first field that is wrong, whatever tab it stands on.
(() => {
    const go = () => {
        const error = document.querySelector(".error-message, [aria-invalid='true']");
        if (!error) return;
        const panel = error.closest("[role='tabpanel']");
        if (panel?.hidden) document.querySelector(`[role='tab'][aria-controls='${panel.id}']`)?.click();
        const field = error.closest("[data-contentpath], .w-field, .w-panel")?.querySelector("input:not([type='hidden']), textarea, select, [contenteditable]");
        error.scrollIntoView({ block: "center" });
        field?.focus({ preventScroll: true });
    };
    addEventListener("load", () => setTimeout(go, 0));
})();
