// Reloads the page when there is a newer one, and says what is wrong when there is a mistake.
const notice = document.createElement("pre");
notice.id = "preview-problem";
notice.setAttribute("role", "alert");
notice.style.cssText =
  "position:fixed;inset:auto 0 0 0;z-index:9999;margin:0;padding:1rem;max-height:50vh;" +
  "overflow:auto;white-space:pre-wrap;background:#7a1020;color:#fff;font-size:1rem";

const show = (problem) => {
  notice.textContent = problem;
  if (problem) document.body.append(notice);
  else notice.remove();
};

const events = new EventSource("/-/events");
events.onmessage = (event) => {
  const now = JSON.parse(event.data);
  if (now.version !== state.version) location.reload();
  else show(now.problem);
};
addEventListener("beforeunload", () => events.close());
show(state.problem);
