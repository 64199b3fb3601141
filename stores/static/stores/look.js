// Colors and logos while they are chosen: the site as it would be, and what can't be read said at once.
(() => {
    const WAIT = 300;

    const startColor = (part) => {
        const form = part.closest("form");
        const text = part.querySelector("[data-color-text]");
        const picker = part.querySelector("[data-color-picker]");
        const read = part.querySelector("[data-color-text-read]");
        const offer = part.querySelector("[data-color-offer]");
        let timer;

        const show = (answer) => {
            read.textContent = answer.text;
            read.hidden = !answer.text;
            offer.hidden = !answer.text || !answer.nearest;
            if (answer.color && picker.value !== answer.color) picker.value = answer.color;
            if (!answer.nearest) return;
            offer.querySelector("rect").setAttribute("fill", answer.nearest);
            offer.querySelector("[data-color-offered]").textContent = `Use ${answer.nearest} instead, it can be read`;
            offer.dataset.color = answer.nearest;
            for (const frame of form.querySelectorAll("[data-shown]")) {
                const url = new URL(frame.src);
                if (url.searchParams.get("accent") === answer.nearest) continue;
                url.searchParams.set("accent", answer.nearest);
                frame.contentWindow.location.replace(url);
            }
        };

        const ask = async () => {
            const typed = text.value;
            const answer = await fetch(`${part.dataset.read}?${new URLSearchParams({ color: typed })}`);
            if (answer.ok && text.value === typed) show(await answer.json());
        };

        const askSoon = () => {
            clearTimeout(timer);
            timer = setTimeout(ask, WAIT);
        };

        picker.addEventListener("input", () => {
            text.value = picker.value;
            askSoon();
        });
        text.addEventListener("input", askSoon);
        offer.addEventListener("click", () => {
            text.value = offer.dataset.color;
            picker.value = offer.dataset.color;
            text.focus();
            ask();
        });
    };

    const startUpload = (form) => {
        const input = form.querySelector("input[type=file]");
        // Sent twice, it would be two pictures. Who comes back may send another one.
        form.addEventListener("submit", (event) => {
            if (form.dataset.isSent) event.preventDefault();
            form.dataset.isSent = "yes";
        });
        addEventListener("pageshow", () => delete form.dataset.isSent);
        input.addEventListener("change", () => input.files.length && form.requestSubmit());
    };

    const startCut = (around) => {
        const sides = ["left", "top", "right", "bottom"];
        const form = around.closest("form");
        const box = around.querySelector("[data-cut-box]");
        const show = () => {
            for (const side of sides) {
                const percent = form.elements.namedItem(side).value;
                box.style[side] = `${percent}%`;
                form.querySelector(`[data-cut-of=${side}]`).textContent = `${percent} %`;
            }
        };
        form.addEventListener("input", show);
        show();
    };

    const startAll = () => {
        document.querySelectorAll("[data-color]").forEach(startColor);
        document.querySelectorAll("[data-logo-upload]").forEach(startUpload);
        document.querySelectorAll("[data-cut]").forEach(startCut);
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
    else startAll();
})();
