// A counter's week: each box says at once what the server reads in it. It writes no time that nobody typed.
(() => {
    const WAIT = 250;
    const LONGEST = 200;

    const boxOf = (day) => day.querySelector("input[type=text]");

    const open = (week, day) => {
        for (const each of week.querySelectorAll("[data-day]")) {
            each.querySelector("[data-keys]").hidden = each !== day;
        }
    };

    const put = (box, text) => {
        box.value = text;
        box.dispatchEvent(new Event("input", { bubbles: true }));
    };

    const addBreak = (box) => {
        put(box, `${box.value.trim().replace(/,$/, "")}, lunch `);
        box.focus();
        box.setSelectionRange(box.value.length, box.value.length);
    };

    const show = (day, answer) => {
        const said = day.querySelector("[data-read]");
        const use = day.querySelector("[data-use]");
        said.textContent = answer.text;
        day.classList.toggle("stores-week__day--error", answer.is_error);
        boxOf(day).toggleAttribute("aria-invalid", answer.is_error);
        use.hidden = !answer.suggestion;
        use.dataset.text = answer.suggestion;
        use.textContent = answer.suggestion ? `Use ${answer.suggestion}` : "";
    };

    const fill = (list, lines) => {
        list.replaceChildren(...lines.map((line) => {
            const item = document.createElement("li");
            item.textContent = line;
            return item;
        }));
        list.closest("[data-outcome]").hidden = !lines.length;
    };

    const showAll = (week, answer) => {
        answer.days.forEach((each, index) => show(week.querySelector(`[data-day="${index + 1}"]`), each));
        week.querySelector("[data-meant]").hidden = !answer.is_doubted;
        const around = week.closest("[data-week-form]");
        const line = around?.querySelector("[data-line]");
        if (line && answer.line) line.textContent = answer.line;
        const changes = around?.querySelector("[data-changes]");
        if (changes) fill(changes, answer.changes);
    };

    const start = (week) => {
        week.dataset.started = "true";
        let timer = 0;
        let asked = 0;
        const ask = async () => {
            const mine = ++asked;
            const params = new URLSearchParams();
            for (const day of week.querySelectorAll("[data-day]")) {
                params.set(`week-${day.dataset.day}`, boxOf(day).value.slice(0, LONGEST + 1));
            }
            const answer = await fetch(`${week.dataset.readUrl}&${params}`, { headers: { Accept: "application/json" } });
            if (answer.ok && mine === asked) showAll(week, await answer.json());
        };
        week.addEventListener("focusin", (event) => {
            const day = event.target.closest("[data-day]");
            if (day) open(week, day);
        });
        week.addEventListener("input", (event) => {
            if (event.target.type !== "text" || !week.dataset.readUrl) return;
            clearTimeout(timer);
            timer = setTimeout(ask, WAIT);
        });
        week.addEventListener("click", (event) => {
            const button = event.target.closest("button");
            const day = button?.closest("[data-day]");
            if (!day) return;
            const box = boxOf(day);
            if (button.dataset.put) put(box, button.dataset.put);
            else if ("break" in button.dataset) addBreak(box);
            else if ("same" in button.dataset) put(box, boxOf(week.querySelector('[data-day="1"]')).value);
            else if ("use" in button.dataset) put(box, button.dataset.text);
            else if ("copy" in button.dataset) {
                for (const number of [1, 2, 3, 4, 5]) {
                    boxOf(week.querySelector(`[data-day="${number}"]`)).value = box.value;
                }
                put(box, box.value);
            }
        });
    };

    const startAll = () => {
        for (const week of document.querySelectorAll("[data-week]:not([data-started])")) start(week);
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
    else startAll();
})();
