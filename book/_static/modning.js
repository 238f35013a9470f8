// What the pages do beyond plain HTML: charts one can point at, and a switcher that keeps the place.
// Everything works without this file; drawings and links are there already.
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/[^/]*$/, "");

  // ---- Switcher: follow a link to the heading that is being read, not to the top. ----

  // The last heading above a third of the window is the one being read.
  const headingInView = () => {
    const line = window.innerHeight / 3;
    const above = [...document.querySelectorAll("article section[id] > :is(h2, h3, h4)")]
      .filter((heading) => heading.getBoundingClientRect().top < line);
    return above.length ? above[above.length - 1].parentElement.id : "";
  };

  const keepPlace = (event) => {
    const link = event.target.closest(".switcher a");
    if (!link) return;
    const id = window.scrollY > 80 ? headingInView() : "";
    link.hash = id ? `#${id}` : "";
  };

  document.addEventListener("pointerdown", keepPlace);
  document.addEventListener("keydown", (event) => event.key === "Enter" && keepPlace(event));
  document.addEventListener("click", keepPlace, true);

  // ---- What scrolls sideways is reached by the keyboard; what does not is no stop on its way. ----

  const scrolls = (box) => box.scrollWidth > box.clientWidth;
  const reach = () => document.querySelectorAll("article :is(.table-scroll, .chart-drawing, pre)")
    .forEach((box) => { box.tabIndex = scrolls(box) ? 0 : -1; });
  new ResizeObserver(reach).observe(document.body);
  document.addEventListener("toggle", reach, true);

  // ---- Charts: Vega is fetched when the first chart comes near the window. ----

  let vega;
  const loadVega = () => {
    vega ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}vega.js`;
      script.onload = () => resolve(window.vegaEmbed);
      script.onerror = reject;
      document.head.append(script);
    });
    return vega;
  };

  // A single view without sliders takes the width of the column; others keep theirs and scroll.
  const COMPOSED = ["hconcat", "vconcat", "concat", "facet", "repeat", "spec"];
  const canFit = (spec) =>
    !COMPOSED.some((part) => part in spec) && !["row", "column", "facet"].some((channel) =>
      channel in (spec.encoding ?? {})) && typeof spec.width !== "object" &&
    !(spec.params ?? []).some((param) => param.bind);

  const LONGEST_LABEL = 260, WIDEST = 760;
  const withShortLabels = (spec, width) => {
    const labelLimit = Math.min(LONGEST_LABEL, Math.round(width * 0.42));
    return { ...spec, config: { ...spec.config, axis: { ...spec.config?.axis, labelLimit } } };
  };

  // Vega-Lite's own "fit-x" warns of heights it does not touch, so the view is set by hand.
  const fit = (view, live) => {
    const room = Math.min(live.clientWidth, WIDEST) - live.querySelector("svg").getAttribute("width");
    return view.width(Math.max(view.width() + room, 120)).runAsync();
  };

  // The keyboard's way of pointing: arrow keys step through the marks, which say their values.
  const stepThrough = (figure, live) => {
    const said = document.createElement("output");
    said.className = "chart-said";
    live.after(said);
    let at = -1;
    live.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step || event.target !== live) return;
      const marks = [...live.querySelectorAll(":is(path, text)[role='graphics-symbol'][aria-label]")];
      if (!marks.length) return;
      event.preventDefault();
      marks[at]?.classList.remove("stepped-on");
      at = (at + step + marks.length + (at < 0 && step < 0 ? 1 : 0)) % marks.length;
      marks[at].classList.add("stepped-on");
      marks[at].scrollIntoView({ block: "nearest", inline: "nearest" });
      said.textContent = marks[at].getAttribute("aria-label");
    });
    live.addEventListener("blur", () => noneSteppedOn(live));
    live.tabIndex = 0;
    live.setAttribute("role", "group");
    live.removeAttribute("aria-roledescription");
    live.setAttribute("aria-label", figure.dataset.keys);
  };
  const noneSteppedOn = (live) =>
    live.querySelectorAll(".stepped-on").forEach((mark) => mark.classList.remove("stepped-on"));

  const enliven = async (figure) => {
    const drawing = figure.querySelector(".chart-drawing");
    const live = document.createElement("div");
    live.className = "chart-live";
    try {
      const embed = await loadVega();
      const spec = JSON.parse(figure.querySelector(".chart-spec").textContent);
      drawing.before(live);
      const fits = canFit(spec);
      live.classList.toggle("fitted", fits);
      const drawn = fits ? withShortLabels(spec, drawing.clientWidth) : spec;
      const { view } = await embed(live, drawn, { renderer: "svg", actions: false, tooltip: true });
      if (fits) await fit(view, live);
      const svg = live.querySelector("svg");
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", drawing.getAttribute("aria-label"));
      [...svg.children].forEach((part) => part.setAttribute("aria-hidden", "true"));
      stepThrough(figure, live);
      drawing.hidden = true;
      figure.dataset.live = "yes";
    } catch (problem) {
      live.remove();
      console.warn("The chart stays a drawing:", problem);
    }
  };

  const figures = document.querySelectorAll("figure.chart");
  const watcher = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      watcher.unobserve(entry.target);
      enliven(entry.target);
    }),
    { rootMargin: "400px" },
  );
  figures.forEach((figure) => watcher.observe(figure));
})();
