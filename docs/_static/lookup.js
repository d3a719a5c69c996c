// The lookup on the page: a combobox with a list of errors, as the ARIA Authoring Practices
// describe it. Every <form class="lookup"> becomes one.
"use strict";

(() => {
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const IN_POPUP = 8;
  const ON_PAGE = 50;

  let loading;
  // Loads the index once. It is a script, because a page on the disk cannot fetch JSON.
  function load() {
    loading ??= new Promise((resolve, reject) => {
      ipsecErrors.receive = (index) => resolve(ipsecErrors.engine(index));
      const script = document.createElement("script");
      script.src = new URL("_static/errors.js", root);
      script.onerror = () => reject(new Error("The index of the errors could not be loaded."));
      document.head.append(script);
    });
    return loading;
  }
  ipsecErrors.load = load;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function option(item, engine, id, whole) {
    const made = element("a", "lookup-item");
    made.id = id;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.tabIndex = -1;
    made.href = new URL(engine.address(item), root);
    const head = element("span", "lookup-head");
    const { error, code, category } = item;
    head.append(element("strong", "", (error ?? category).name));
    made.append(head);
    if (category) {
      head.append(" ", element("span", "lookup-number", "category"));
      made.append(element("span", "lookup-message", category.summary));
      return made;
    }
    const label = engine.index.spaces[code.space].label;
    const hex = ipsecErrors.forms(code.number, code.space).hex;
    const number = ipsecErrors.short(code.number);
    const shown = number === hex ? `${label} ${number}` : `${label} ${number} = ${hex}`;
    head.append(" ", element("span", "lookup-number", shown));
    if (item.reason) made.append(element("span", "lookup-reason", `${item.reason}.`));
    made.append(element("span", "lookup-symbol", code.symbol));
    made.append(element("span", "lookup-message", code.message || error.message));
    if (whole) {
      made.append(element("span", "lookup-hint", `Fix: ${error.hint}`));
      const facts = `Who has to act: ${engine.index.fix_sides[error.fix_side]}. ` +
        `Retry helps: ${engine.index.transient[error.transient]}.`;
      made.append(element("span", "lookup-facts", facts));
    }
    return made;
  }

  let count = 0;

  class Lookup {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("input");
      this.whole = form.dataset.filters !== undefined;
      this.id = `lookup-${count++}`;
      this.list = element("div", "lookup-list");
      this.list.id = `${this.id}-list`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Errors");
      this.list.hidden = true;
      this.status = element("p", this.whole ? "lookup-status" : "lookup-status visually-hidden");
      this.status.setAttribute("role", "status");
      this.filters = [];
      this.items = [];
      form.append(this.status, this.list);
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox" };
      for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
      this.input.setAttribute("aria-controls", this.list.id);
      this.close();
      this.input.addEventListener("focus", () => this.start());
      this.input.addEventListener("input", () => this.update());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.whole || this.close());
      // A press on an option must not take the focus away before the click.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      form.addEventListener("submit", (event) => this.submit(event));
      if (this.whole) this.open();
    }

    // Returns the engine, or says why there is none.
    async start() {
      try {
        this.engine ??= await load();
      } catch (error) {
        this.status.classList.remove("visually-hidden");
        this.status.textContent = error.message;
      }
      return this.engine;
    }

    // On the page of the lookup: the filters, and the query and filters of the address.
    async open() {
      if (!(await this.start())) return;
      const given = new URLSearchParams(location.search);
      const { categories, spaces, fix_sides, transient, evidence } = this.engine.index;
      const names = (list) => list.map((name) => [name, name]);
      const texts = (table) => Object.entries(table);
      this.filter("category", "Category", names(categories.map((c) => c.name)), (e) => e.bases, given);
      this.filter("space", "Space", names(Object.keys(spaces)), (e, c) => [c.space], given);
      this.filter("fix_side", "Who has to act", texts(fix_sides), (e) => [e.fix_side], given);
      this.filter("transient", "Retry helps", texts(transient), (e) => [String(e.transient)], given);
      this.filter("evidence", "Evidence", texts(evidence), (e) => [e.evidence], given);
      this.input.value = given.get("q") ?? "";
      this.update();
    }

    filter(name, label, values, of, given) {
      const select = element("select");
      select.name = name;
      select.append(new Option("any", ""));
      for (const [value, text] of values) select.append(new Option(text, value));
      select.value = given.get(name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
      select.addEventListener("change", () => this.update());
      const wrapper = element("label", "", label);
      wrapper.append(select);
      this.form.querySelector(".lookup-filters").append(wrapper);
      this.filters.push({ select, of });
    }

    kept({ error, code }) {
      return this.filters.every(
        ({ select, of }) => !select.value || (error && of(error, code).includes(select.value)),
      );
    }

    update() {
      if (!this.engine) return this.start().then((engine) => engine && this.update());
      const text = this.input.value;
      const filtered = this.filters.some(({ select }) => select.value);
      const asked = text.trim() || filtered;
      const result = asked
        ? this.engine.lookup(text, (item) => this.kept(item))
        : { items: [], note: "" };
      this.show(result, Boolean(asked));
      if (this.whole) this.remember();
    }

    show({ items, note }, asked) {
      const limit = this.whole ? ON_PAGE : IN_POPUP;
      this.items = items.slice(0, limit);
      this.list.replaceChildren(
        ...this.items.map((item, i) => option(item, this.engine, `${this.id}-${i}`, this.whole)),
      );
      this.list.hidden = !this.items.length;
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      const number = items.length === 1 ? "1 match." : `${items.length} matches.`;
      const more = items.length > limit ? ` The first ${limit} are shown.` : "";
      this.status.textContent = asked ? [note, `${number}${more}`].filter(Boolean).join(" ") : "";
      this.select(this.items.length ? 0 : -1);
    }

    // The best match is selected, so that Enter opens it.
    select(position) {
      this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
      this.position = position;
      const chosen = this.list.children[position];
      if (!chosen) return this.input.removeAttribute("aria-activedescendant");
      chosen.setAttribute("aria-selected", "true");
      this.input.setAttribute("aria-activedescendant", chosen.id);
    }

    move(step) {
      const size = this.items.length;
      this.select((this.position + step + size) % size);
      this.list.children[this.position].scrollIntoView({ block: "nearest" });
    }

    key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && this.list.hidden) this.update();
      else if (step && this.items.length) this.move(step);
      else if (event.key === "Escape" && !this.list.hidden && !this.whole) this.close();
      else if (event.key === "Escape") {
        this.input.value = "";
        this.update();
      } else return;
      event.preventDefault();
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    // Enter opens the selected error; without one, the lookup's own page says what was found.
    async submit(event) {
      if (this.engine && !this.list.hidden && this.items.length) {
        event.preventDefault();
        location.href = this.list.children[this.position].href;
      } else if (this.whole) event.preventDefault();
    }

    remember() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        const given = new URLSearchParams();
        if (this.input.value) given.set("q", this.input.value);
        for (const { select } of this.filters) if (select.value) given.set(select.name, select.value);
        const query = given.toString();
        history.replaceState(null, "", query ? `?${query}` : location.pathname);
      }, 300);
    }
  }

  for (const form of document.querySelectorAll("form.lookup")) new Lookup(form);

  // The theme has two landmarks of one kind: a screen reader tells them apart by these names.
  document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "Site");
  document.querySelector(".toc-drawer")?.setAttribute("aria-label", "This page");

  // The search does not index numbers: what is a code goes to the lookup.
  async function handOver() {
    const asked = new URLSearchParams(location.search).get("q");
    const engine = asked && (await load().catch(() => null));
    if (engine?.isCode(asked)) {
      location.replace(new URL(`lookup.html?${new URLSearchParams({ q: asked })}`, root));
    }
  }
  if (document.getElementById("search-results")) handOver();
})();
