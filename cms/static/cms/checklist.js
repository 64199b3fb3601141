// Shows the checklist of the provider that is chosen, and of no other.
document.addEventListener("DOMContentLoaded", () => {
    const select = document.querySelector('select[name="provider"]');
    const lists = document.querySelectorAll("[data-checklist]");
    if (!select) return;
    const show = () => lists.forEach((list) => { list.hidden = list.dataset.checklist !== select.value; });
    select.addEventListener("change", show);
    show();
});
