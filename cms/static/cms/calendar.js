// What goes live is dragged to another day: the day's date is sent, as by the button beside it.
document.addEventListener("DOMContentLoaded", () => {
    const calendar = document.querySelector("[data-calendar]");
    if (!calendar) return;
    const kind = "application/x-mortar-entry";
    const dayAt = (event) => event.target.closest("[data-day]");

    calendar.addEventListener("dragstart", (event) => {
        const entry = event.target.closest("[data-handle]");
        if (!entry) return;
        event.dataTransfer.setData(kind, entry.dataset.handle);
        event.dataTransfer.effectAllowed = "move";
    });
    calendar.addEventListener("dragover", (event) => {
        if (!dayAt(event) || !event.dataTransfer.types.includes(kind)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
    });
    calendar.addEventListener("drop", (event) => {
        const day = dayAt(event);
        const handle = event.dataTransfer.getData(kind);
        if (!day || !handle) return;
        event.preventDefault();
        const form = document.getElementById(`move-${handle}`);
        const fields = { what: handle, to: day.dataset.day };
        for (const [name, value] of Object.entries(fields)) {
            const field = document.createElement("input");
            Object.assign(field, { type: "hidden", name, value });
            form.append(field);
        }
        for (const input of calendar.querySelectorAll(`[form="move-${handle}"]`)) input.disabled = true;
        form.submit();
    });
});
