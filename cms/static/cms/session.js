// Forms that are open while their person logs in anew get a good token; a session that has ended is said at once.
(() => {
    const again = document.getElementById("send-again");
    const { status, login } = document.currentScript.dataset;
    let person;
    let notice = null;

    const renew = (token) => {
        for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
            field.value = token;
        }
        if (window.wagtailConfig) {
            window.wagtailConfig.CSRF_TOKEN = token;
        }
    };

    const say = (text) => {
        if (!notice) {
            notice = document.createElement("div");
            notice.className = "session-notice";
            notice.setAttribute("role", "alert");
            document.body.append(notice);
        }
        notice.textContent = text;
        const way = document.createElement("a");
        way.href = login;
        way.target = "_blank";
        way.rel = "opener";
        way.textContent = "Log in in another tab";
        notice.append(" ", way);
    };

    const look = async () => {
        let answer;
        try {
            answer = await (await fetch(status, { cache: "no-store", headers: { Accept: "application/json" } })).json();
        } catch {
            return;
        }
        if (person === undefined) {
            person = answer.person;
            return;
        }
        if (person === null && !again) {
            return;
        }
        if (again || answer.person === person) {
            renew(answer.token);
            notice?.remove();
            notice = null;
        } else if (answer.person) {
            say("Somebody else is logged in now. What you typed is still here; save it as yourself.");
        } else {
            say("You are logged out. What you typed is still here.");
        }
    };

    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
    document.addEventListener("w-autosave:error", look);
    // Wagtail asks who else edits the page every few seconds; this is for pages that nobody looks at for long.
    setInterval(() => document.visibilityState === "visible" && look(), 60000);
    look();
})();
