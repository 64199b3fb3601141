/* Puts the button that changes audiences beside Wagtail's own bulk actions, which it has no place for in its template. */
(() => {
  const button = document.getElementById("offer-button");
  document.querySelector("[data-bulk-action-footer] .bulk-actions-buttons")?.append(button.content);
})();
