// Wagtail's upload screen changes and deletes files by a script that says nothing when the server asks or refuses.
(() => {
  if (!window.jQuery) return;
  const pathOf = (address) => new URL(address, window.location).pathname;
  window.jQuery(document).on("ajaxError", (_event, answer, request) => {
    const said = answer.responseJSON;
    if (!said || !said.error_message) return;
    const form = [...document.querySelectorAll("#upload-list form")].find((each) =>
      [each.action, each.querySelector("a.delete")?.href ?? ""].map(pathOf).includes(pathOf(request.url)),
    );
    if (!form) return;
    form.querySelector("[data-removal]")?.remove();
    const line = document.createElement("p");
    line.dataset.removal = "";
    line.className = "error-message";
    line.setAttribute("role", "alert");
    line.textContent = `${said.error_message} `;
    if (said.ask) {
      const ask = document.createElement("a");
      ask.href = said.ask;
      ask.textContent = "Delete it all the same …";
      line.append(ask);
    }
    form.append(line);
  });
})();
