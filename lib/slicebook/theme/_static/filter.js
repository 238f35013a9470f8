// A filter over the tables of a page, by status, section and text. Without this file every row shows.
// The last cell of a row is its status, and the heading above a table its section.
(() => {
  "use strict";
  const place = document.querySelector(".row-filter");
  const tables = [...document.querySelectorAll(".filtered")];
  if (!place || !tables.length) return;
  const words = JSON.parse(place.dataset.words);

  const sectionOf = (table) => table.closest("section") ?? table;
  const titleOf = (table) => {
    const heading = sectionOf(table).querySelector("h2, h3")?.cloneNode(true);
    heading?.querySelectorAll("a").forEach((link) => link.remove());
    return heading?.textContent.trim() ?? "";
  };
  const rows = tables.flatMap((table) =>
    [...table.querySelectorAll("tbody tr")].map((row) => ({
      row, table, chapter: titleOf(table), status: row.lastElementChild.textContent.trim(),
      text: row.textContent.toLocaleLowerCase(),
    })),
  );

  const made = (name, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };
  const labelled = (control, text) =>
    made("div", {}, made("label", { htmlFor: control.id, textContent: text }), control);
  const choice = (name) => {
    const values = [...new Set(rows.map((one) => one[name]))];
    const options = values.map((value) => made("option", { value, textContent: value }));
    const any = made("option", { value: "", textContent: words.any });
    return made("select", { id: `filter-${name}` }, any, ...options);
  };

  const status = choice("status"), chapter = choice("chapter");
  const text = made("input", { id: "filter-text", type: "search", autocomplete: "off" });
  const clear = made("button", { type: "button", textContent: words.clear });
  const count = made("p", { className: "row-count" });
  count.setAttribute("role", "status");

  const show = () => {
    const wanted = text.value.trim().toLocaleLowerCase();
    let shown = 0;
    for (const one of rows) {
      const keep = (!status.value || one.status === status.value) &&
        (!chapter.value || one.chapter === chapter.value) && one.text.includes(wanted);
      one.row.hidden = !keep;
      shown += keep;
    }
    for (const table of tables) {
      sectionOf(table).hidden = !table.querySelector("tbody tr:not([hidden])");
    }
    count.textContent = words.count.replace("{shown}", shown).replace("{all}", rows.length);
    clear.disabled = shown === rows.length;
  };

  const form = made("form", {},
    made("fieldset", {},
      made("legend", { textContent: words.legend }),
      labelled(status, words.status), labelled(chapter, words.chapter),
      labelled(text, words.text), clear),
    count);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    form.reset();
    show();
    text.focus();
  });
  place.append(form);
  place.hidden = false;
  show();
})();
