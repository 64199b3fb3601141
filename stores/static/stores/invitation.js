/* The token stands behind the # of the link, which browsers send to nobody: it goes in the body of a POST. */
document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("invitation");
    const token = window.location.hash.slice(1);
    if (form && token) {
        form.elements.token.value = token;
        // Neither in the address bar nor in the history from here on.
        window.history.replaceState(null, "", window.location.pathname);
        form.submit();
    }
});
