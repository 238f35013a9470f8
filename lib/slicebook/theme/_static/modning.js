// What the pages do beyond plain HTML: charts one can point at, links that keep the place.
// Everything works without this file; drawings and links are there already.
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/[^/]*$/, "");

  // ---- Links to this page in other slices and languages lead to what is being read. ----

  // A section's anchor is the same in every slice and language; headings without one are counted.
  const anchors = [...document.querySelectorAll("article .section-anchor")];
  const headings = [...document.querySelectorAll("article section[id] > :is(h2, h3, h4)")];
  const COUNTED = /^#heading-(\d+)$/;

  // The last one above the middle of the window is being read.
  const placeInView = () => {
    const above = (one) => one.getBoundingClientRect().top < window.innerHeight / 2;
    const at = (anchors.length ? anchors : headings).findLastIndex(above);
    if (window.scrollY <= 80 || at < 0) return "";
    return anchors.length ? anchors[at].id : `heading-${at + 1}`;
  };

  const folderOf = (address) => address.replace(/[^/]*$/, "");
  const isSamePage = (link) => link.matches(".switcher a, a.language") ||
    (link.matches(".book-contents a") && document.querySelector(".switcher") &&
      folderOf(link.href.split("#")[0]) === folderOf(location.href.split("#")[0]));

  const keepPlace = (event) => {
    const link = event.target.closest("a");
    if (link && isSamePage(link)) link.hash = placeInView();
  };

  document.addEventListener("pointerdown", keepPlace);
  document.addEventListener("keydown", (event) => event.key === "Enter" && keepPlace(event));
  document.addEventListener("click", keepPlace, true);

  // ---- A number leads to its row: the fold that it is in opens. ----

  const unfold = () => {
    const counted = COUNTED.exec(location.hash);
    if (counted) headings[counted[1] - 1]?.scrollIntoView();
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = row?.closest("details");
    if (!fold || fold.open) return;
    fold.open = true;
    row.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  window.addEventListener("load", unfold);

  // ---- Code, and from which cell a result is, are behind one switch. ----

  const article = document.querySelector("article");
  const code = article?.querySelector("details.hide");
  if (code) {
    const [show, hide] = ["collapsed", "expanded"].map((kind) =>
      code.querySelector(`.${kind}`).textContent);
    const buttons = [".header-article-items__end", ".about-page"]
      .map((place) => document.querySelector(place)).filter(Boolean).map((place) => {
        const button = document.createElement("button");
        Object.assign(button, { className: "code-switch", type: "button" });
        button.addEventListener("click", () => say(!article.classList.contains("with-code")));
        place.prepend(button);
        return button;
      });
    const say = (shown) => {
      buttons.forEach((button) => { button.textContent = shown ? hide : show; });
      article.classList.toggle("with-code", shown);
      article.querySelectorAll("details.hide").forEach((fold) => { fold.open = shown; });
    };
    say(false);
  }

  // ---- What scrolls sideways is reached by the keyboard; what does not is no stop on its way. ----

  const scrolls = (box) => box.scrollWidth > box.clientWidth;
  // Once wide, always wide: the style that follows makes a table narrower, and would come and go.
  const widen = (box) => {
    box.classList.add("wide");
    box.querySelectorAll("tfoot td").forEach((cell) => {
      const note = document.createElement("div");
      note.append(...cell.childNodes);
      cell.append(note);
    });
  };
  const reach = () => document.querySelectorAll("article :is(.table-scroll, .chart-drawing, pre)")
    .forEach((box) => {
      box.tabIndex = scrolls(box) ? 0 : -1;
      if (scrolls(box) && !box.classList.contains("wide")) widen(box);
    });
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

  // A single view without sliders takes the width of the column. Panels side by side are stacked
  // where they are too wide, and made as narrow as the column; sliders keep the chart as it is.
  const COMPOSED = ["hconcat", "vconcat", "concat", "facet", "repeat", "spec"];
  const canFit = (spec) =>
    !COMPOSED.some((part) => part in spec) && !["row", "column", "facet"].some((channel) =>
      channel in (spec.encoding ?? {})) && typeof spec.width !== "object" &&
    !(spec.params ?? []).some((param) => param.bind);

  const LONGEST_LABEL = 260, WIDEST = 760, TELEPHONE = 480;
  // A long name beside the plot has several lines there.
  const LETTERS = 25;
  const LINES = `length(datum.label) <= ${LETTERS} ? datum.label : split(trim(replace(
    datum.label, regexp('(.{4,${LETTERS}})(?: |$)', 'g'), '$1\\n')), '\\n')`;
  // Vega hangs all lines but the first below the row that they name: half of them go above it.
  const LINE = 11;
  const UP = `length(datum.label) <= ${LETTERS} ? 0 : (1 - length(${LINES})) * ${LINE / 2}`;
  const NAMES = { labelExpr: LINES, labelFontSize: LINE, labelLineHeight: LINE,
    encoding: { labels: { dy: { value: { signal: UP } } } } };
  const isNamed = (key, value) => key === "y" && value?.type === "nominal" && value.axis !== null;
  const forTelephone = (key, value) => {
    if ((key === "legend" || key === "axis") && typeof value === "object" && value) {
      return { ...value, columns: undefined, labelLimit: undefined };
    }
    return isNamed(key, value) ? { ...value, axis: { ...NAMES, ...value.axis } } : value;
  };
  const withShortLabels = (spec, width) => {
    const narrow = width < TELEPHONE;
    const drawn = narrow ? JSON.parse(JSON.stringify(spec, forTelephone)) : spec;
    const { axis, legend, ...config } = drawn.config ?? {};
    const labelLimit = Math.min(LONGEST_LABEL, Math.round(width * 0.42));
    const oneBelowTheOther = narrow ? { columns: 1, labelLimit: width - 40 } : {};
    return { ...drawn, config: {
      ...config, axis: { ...axis, labelLimit }, legend: { ...legend, ...oneBelowTheOther } } };
  };

  // Vega-Lite's own "fit-x" warns of heights it does not touch, so the view is set by hand.
  const fit = (view, live) => {
    const room = Math.min(live.clientWidth, WIDEST) - live.querySelector("svg").getAttribute("width");
    return view.width(Math.max(view.width() + room, 120)).runAsync();
  };

  const panelsOf = (spec) => spec.vconcat ?? (typeof spec.spec === "object" ? [spec.spec] : []);
  const canStack = (spec) =>
    ["facet", "hconcat", "vconcat"].some((part) => part in spec) &&
    !(spec.params ?? []).some((param) => param.bind);
  const stacked = (spec) => {
    const { hconcat, ...rest } = structuredClone(spec);
    const column = rest.facet?.column;
    return { ...rest, ...(hconcat && { vconcat: hconcat }), ...(column && { facet: column, columns: 1 }) };
  };
  const NARROWEST = 90;
  const narrowed = (spec, by) => {
    const copy = structuredClone(spec);
    panelsOf(copy).forEach((panel) => {
      panel.width = Math.max((panel.width ?? copy.config?.view?.continuousWidth ?? 300) - by, NARROWEST);
    });
    return copy;
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

  // A sheet's readings are written out above its sliders, or beside them: a drawing of them is wider
  // than a telephone, and the sliders below it are out of sight of what they move.
  const element = (name, parent, text = "", kind = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = kind;
    parent.append(made);
    return made;
  };
  const digits = (text) => Number(text.replace(/\D/g, ""));
  // The address holds what the sliders are set to, so that it can be sent to somebody.
  const settings = () => [...new URLSearchParams(location.hash.slice(1))];

  const writeOut = async (view, live, { readings, starts }) => {
    const box = document.createElement("div"), language = document.documentElement.lang;
    box.className = "readings";
    const inputs = [...live.querySelectorAll(".vega-bind input")];
    const list = element("dl", box);
    const places = readings.map(({ label, strong }) => {
      const row = element("div", list, "", strong ? "strong" : "");
      element("dt", row, label);
      return element("dd", row);
    });
    const warning = element("p", box, "", "warning");
    warning.setAttribute("role", "status");

    const write = async () => {
      await view.runAsync();
      // The drawing has a label and its value, one after the other.
      const drawn = [...live.querySelectorAll("svg .role-mark text")];
      places.forEach((place, at) => { place.textContent = drawn[2 * at + 1].textContent; });
      warning.textContent = readings.filter(({ most }, at) =>
        digits(places[at].textContent) > (most ?? Infinity)).map((one) => one.warning).join(" ");
      inputs.forEach((input) => {
        input.nextElementSibling.textContent = Number(input.value).toLocaleString(language);
      });
    };
    const keep = () => history.replaceState(null, "", `#${new URLSearchParams(
      inputs.map(({ name, value }) => [name, value]))}`);
    const set = (values) => {
      values.forEach(([name, value]) => {
        const input = inputs.find((one) => one.name === name);
        if (input && value > 0) view.signal(name, Math.min(Math.max(value, input.min), input.max));
      });
      return write();
    };
    live.classList.add("sheet");
    live.prepend(box);
    const buttons = document.createElement("div");
    buttons.className = "starts";
    starts.forEach(({ label, values }) => {
      const button = element("button", buttons, label);
      button.type = "button";
      button.addEventListener("click", () => set(Object.entries(values)).then(keep));
    });
    if (starts.length) live.prepend(buttons);
    live.addEventListener("input", () => write().then(keep));
    await set(settings());
  };

  const enliven = async (figure) => {
    const drawing = figure.querySelector(".chart-drawing");
    const live = document.createElement("div");
    live.className = "chart-live";
    try {
      const embed = await loadVega();
      const spec = JSON.parse(figure.querySelector(".chart-spec").textContent);
      drawing.before(live);
      const width = drawing.clientWidth, fits = canFit(spec);
      const wide = Number(drawing.querySelector("svg")?.getAttribute("width")) > width;
      const stacks = wide && canStack(spec);
      live.classList.toggle("fitted", fits || stacks);
      const draw = (drawn) => embed(live, drawn, { renderer: "svg", actions: false, tooltip: true });
      const drawn = stacks ? stacked(spec) : spec;
      const short = fits || stacks ? withShortLabels(drawn, width) : drawn;
      const { view } = await draw(short);
      if (fits) await fit(view, live);
      if (stacks) {
        const over = live.querySelector("svg").getAttribute("width") - width;
        if (over > 0) await draw(narrowed(short, over));
      }
      const svg = live.querySelector("svg");
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", drawing.getAttribute("aria-label"));
      [...svg.children].forEach((part) => part.setAttribute("aria-hidden", "true"));
      if (spec.usermeta?.readings) await writeOut(view, live, spec.usermeta);
      else stepThrough(figure, live);
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
  if (settings().some(([, value]) => value > 0)) {
    [...figures].find((one) => one.querySelector(".chart-spec").textContent.includes('"readings"'))
      ?.scrollIntoView();
  }
})();
