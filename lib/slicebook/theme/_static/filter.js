// Tabs over the tables of a page, and a search of their rows. Without this file every row shows.
// The heading above a table is its tab; a link to a row shows it, whatever was chosen.
(() => {
  "use strict";
  const place = document.querySelector(".row-filter");
  const tables = [...document.querySelectorAll(".filtered")];
  if (!place || !tables.length) return;
  const words = JSON.parse(place.dataset.words);
  const ALL = "all";

  const titleOf = (section) => {
    const heading = section.querySelector("h2").cloneNode(true);
    heading.querySelectorAll("a").forEach((link) => link.remove());
    return heading.textContent.trim();
  };
  const groups = tables.map((table, at) => {
    const section = table.closest("section");
    const rows = [...table.querySelectorAll("tbody tr")].map((row) => ({
      row, text: `${row.textContent} ${row.id}`.toLocaleLowerCase(),
    }));
    return { name: String(at), section, rows, title: titleOf(section) };
  });
  const all = groups.reduce((sum, group) => sum + group.rows.length, 0);

  const made = (name, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };
  const counts = new Map();
  const tab = (name, title) => {
    const count = made("span", { className: "tab-count" });
    counts.set(name, count);
    const input = made("input", { type: "radio", name: "table", value: name });
    return made("label", {}, input, made("span", {}, `${title} `, count));
  };
  const text = made("input", { id: "filter-text", type: "search", autocomplete: "off" });
  const said = made("p", { className: "row-count" });
  said.setAttribute("role", "status");
  const form = made("form", {},
    made("fieldset", {},
      made("legend", { textContent: words.legend }),
      ...groups.map((group) => tab(group.name, group.title)), tab(ALL, words.any)),
    made("label", { htmlFor: text.id, textContent: words.text }), text, said);
  const chosen = () => form.elements.table.value;

  const show = () => {
    const wanted = text.value.trim().toLocaleLowerCase();
    let shown = 0, found = 0;
    for (const group of groups) {
      let here = 0;
      for (const one of group.rows) {
        one.row.hidden = !one.text.includes(wanted);
        here += !one.row.hidden;
      }
      counts.get(group.name).textContent = `(${here})`;
      const open = here > 0 && (chosen() === ALL || chosen() === group.name);
      group.section.hidden = !open;
      shown += open ? here : 0;
      found += here;
    }
    counts.get(ALL).textContent = `(${found})`;
    said.textContent = words.count.replace("{shown}", shown).replace("{all}", all);
  };
  const choose = (name) => {
    form.elements.table.value = name;
  };
  // What is searched for is looked for in all of them; a tab then narrows it down.
  text.addEventListener("input", () => choose(ALL));
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  const lead = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row?.closest(".filtered")) return;
    text.value = "";
    choose(ALL);
    show();
    row.scrollIntoView();
  };
  addEventListener("hashchange", lead);
  place.append(form);
  place.hidden = false;
  choose(groups[0].name);
  show();
  lead();
})();
