// On a telephone the sections of a very long page are folded, but the first; their headings open them.
// Without this file every section shows. What is searched for or linked to opens by itself.
(() => {
  "use strict";
  const TELEPHONE = "(max-width: 600px)", LONG = 20; // screens
  const article = document.querySelector("article");
  if (!article || !matchMedia(TELEPHONE).matches) return;
  if (article.scrollHeight < LONG * window.innerHeight) return;

  // Sections of a page, or of the notebooks that are put together on one.
  const level = article.querySelector(".main-points") ? "h3" : "h2";
  const headings = [...article.querySelectorAll(`section > ${level}`)];
  const ENDS = ".figure-rows, .about-page";

  // An anchor stands at the end of the section before its own, where it would be folded away.
  article.querySelectorAll(".section-anchor").forEach((anchor) => {
    const after = (one) => anchor.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
    const own = headings.find(after)?.parentElement;
    const next = [...article.querySelectorAll("section > :is(h2, h3)")].find(after);
    if (next && own === next.parentElement) own.prepend(anchor);
  });

  const folds = headings.map((heading, at) => {
    const inside = document.createElement("div"), button = document.createElement("button");
    inside.id = `fold-${at + 1}`;
    button.type = "button";
    button.className = "fold";
    button.setAttribute("aria-controls", inside.id);
    const link = heading.querySelector(".headerlink");
    button.append(...[...heading.childNodes].filter((node) => node !== link));
    heading.prepend(button);
    heading.after(inside);
    while (inside.nextSibling && !endsWith(inside.nextSibling)) inside.append(inside.nextSibling);
    const say = (open) => {
      button.setAttribute("aria-expanded", open);
      if (open) inside.removeAttribute("hidden");
      else inside.setAttribute("hidden", "until-found");
    };
    button.addEventListener("click", () => say(inside.hasAttribute("hidden")));
    inside.addEventListener("beforematch", () => say(true));
    say(at === 0);
    return { section: heading.parentElement, inside, say };
  });

  function endsWith(node) {
    return node.nodeType === Node.ELEMENT_NODE && (node.matches(ENDS) || node.querySelector(ENDS));
  }

  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && folds.find(({ section }) => section.contains(target));
    if (!fold || !fold.inside.hasAttribute("hidden")) return;
    fold.say(true);
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", open);
  window.addEventListener("load", open);
  window.addEventListener("beforeprint", () => folds.forEach(({ say }) => say(true)));
})();
