// How far an import is, asked every second; once it has ended the page is loaded anew and says how.
(() => {
    const WAIT = 1000;
    const LONGEST_WAIT = 10000;
    const part = document.querySelector("[data-progress]");
    if (!part) return;
    const text = part.querySelector("[data-progress-text]");
    const bar = part.querySelector("[data-progress-bar]");
    const cancel = part.querySelector("[data-progress-cancel]");
    let wait = WAIT;

    const show = (told) => {
        if (text.textContent !== told.text) text.textContent = told.text;
        bar.hidden = !told.is_running;
        if (told.total) {
            bar.max = told.total;
            bar.value = told.done;
        } else bar.removeAttribute("value");
        if (cancel) cancel.hidden = !told.can_be_cancelled;
    };

    const ask = async () => {
        try {
            const answer = await fetch(part.dataset.progress, { headers: { Accept: "application/json" } });
            // Logged out, or the upload is gone: the page itself says which.
            if (answer.redirected || answer.status === 404) return window.location.reload();
            if (!answer.ok) throw new Error(answer.statusText);
            const told = await answer.json();
            if (!told.is_open) return window.location.reload();
            show(told);
            wait = WAIT;
        } catch {
            wait = Math.min(wait * 2, LONGEST_WAIT);
        }
        setTimeout(ask, wait);
    };
    setTimeout(ask, wait);
})();
