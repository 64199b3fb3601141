/* Tokens in plain boxes: a button that inserts one where the caret is. What a box takes comes with it, in
   `data-tokens`, from stores/tokens/fields.py. Blocks of a page bring their boxes later: they are watched for. */
(() => {
    let made = 0;

    const buttonOf = (text, className) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = className;
        button.textContent = text;
        return button;
    };

    const put = (box, name) => {
        box.focus();
        box.setRangeText(`{{ ${name} }}`, box.selectionStart, box.selectionEnd, "end");
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const step = (event, items) => {
        const at = items.indexOf(document.activeElement);
        const ways = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
        if (!(event.key in ways) || at < 0) return;
        event.preventDefault();
        items[(ways[event.key] + items.length) % items.length].focus();
    };

    const nameOf = (box) => box.labels?.[0]?.textContent.replace("*", "").trim();

    const start = (box) => {
        if (box.dataset.tokensStarted || box.disabled || box.readOnly) return;
        box.dataset.tokensStarted = "true";
        const around = document.createElement("div");
        around.className = "token-button";
        const opener = buttonOf("Insert store detail", "button button-small button-secondary");
        const label = nameOf(box);
        if (label) opener.setAttribute("aria-label", `Insert store detail: ${label}`);
        const list = document.createElement("ul");
        list.id = `token-list-${++made}`;
        list.className = "token-button__list";
        list.hidden = true;
        opener.setAttribute("aria-controls", list.id);
        const open = (isOpen) => {
            list.hidden = !isOpen;
            opener.setAttribute("aria-expanded", String(isOpen));
        };
        open(false);
        for (const [name, meaning] of Object.entries(JSON.parse(box.dataset.tokens))) {
            const item = document.createElement("li");
            const choice = buttonOf(meaning, "token-button__choice");
            choice.addEventListener("click", () => {
                open(false);
                put(box, name);
            });
            item.append(choice);
            list.append(item);
        }
        opener.addEventListener("click", () => {
            open(list.hidden);
            if (!list.hidden) list.querySelector("button").focus();
        });
        around.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && !list.hidden) {
                event.stopPropagation();
                open(false);
                opener.focus();
            }
            step(event, [...list.querySelectorAll("button")]);
        });
        around.addEventListener("focusout", (event) => {
            if (event.relatedTarget && !around.contains(event.relatedTarget)) open(false);
        });
        around.append(opener, list);
        const hint = box.parentElement.querySelector("[data-token-hint]");
        if (hint) hint.replaceWith(around);
        else box.after(around);
    };

    const startIn = (part) => {
        if (part.matches?.("[data-tokens]")) start(part);
        part.querySelectorAll?.("[data-tokens]").forEach(start);
    };

    const startAll = () => {
        startIn(document);
        const watch = new MutationObserver((changes) => {
            for (const change of changes) change.addedNodes.forEach(startIn);
        });
        watch.observe(document.body, { childList: true, subtree: true });
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
    else startAll();
})();
