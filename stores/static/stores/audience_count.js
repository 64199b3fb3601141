/* Counts the stores of an audience while somebody chooses it; the server counts, this asks and says. */
(() => {
  const DELAY = 400;

  class AudienceCount extends window.StimulusModule.Controller {
    static targets = ["summary", "notes", "which", "search", "list"];

    static values = { url: String, fields: Array };

    connect() {
      this.form = this.element.closest("form");
      this.pageNumber = 1;
      this.heard = ({ target }) => {
        if (this.fieldsValue.includes(target.name)) this.soon();
      };
      // Not addEventListener: the fields of tags tell of their changes by jQuery alone.
      window.jQuery(this.form).on("input change", this.heard);
      this.count();
    }

    disconnect() {
      window.jQuery(this.form).off("input change", this.heard);
      window.clearTimeout(this.timer);
      this.asking?.abort();
    }

    open() {
      if (this.whichTarget.open) this.count();
    }

    search() {
      this.soon();
    }

    page({ target }) {
      if (!target.dataset.page) return;
      this.count(target.dataset.page);
    }

    soon() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.count(), DELAY);
    }

    asked(pageNumber) {
      const body = new URLSearchParams();
      new FormData(this.form).forEach((value, name) => {
        if (this.fieldsValue.includes(name)) body.append(name, value);
      });
      if (this.whichTarget.open) {
        body.append("which", "1");
        body.append("q", this.searchTarget.value);
        body.append("p", pageNumber);
      }
      return body;
    }

    async count(pageNumber = 1) {
      this.asking?.abort();
      this.asking = new AbortController();
      const { signal } = this.asking;
      this.element.setAttribute("aria-busy", "true");
      try {
        const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
        const answer = await fetch(this.urlValue, {
          method: "POST",
          body: this.asked(pageNumber),
          headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN },
          signal,
        });
        if (!answer.ok) throw new Error(answer.statusText);
        this.show(await answer.json());
      } catch (error) {
        if (signal.aborted) return;
        this.say("The stores can’t be counted just now.", []);
      }
      this.element.removeAttribute("aria-busy");
    }

    show({ summary, notes, stores }) {
      this.say(summary, notes);
      if (stores) this.listTarget.innerHTML = stores;
    }

    say(summary, notes) {
      // A reader of the screen says it again only when it differs.
      if (this.summaryTarget.textContent !== summary) this.summaryTarget.textContent = summary;
      this.notesTarget.hidden = notes.length === 0;
      this.notesTarget.replaceChildren(
        ...notes.map((note) => {
          const line = document.createElement("li");
          line.textContent = note;
          return line;
        }),
      );
    }
  }

  window.wagtail.app.register("stores-audience-count", AudienceCount);
})();
