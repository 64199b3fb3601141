/* A passkey that was refused, or not chosen: say so in words. */
document.addEventListener("allauth.error", (event) => {
    const said = document.getElementById("passkey_failed");
    if (said) {
        said.hidden = false;
        event.preventDefault();
    }
});
