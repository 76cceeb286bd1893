/* The application form while files are on their way: a bar with the percentage; and files that are dragged to their place.
   Without this script the form does the same, without the bar. Nothing is ever sent again by itself. */
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });

function bar(form) {
  const shown = document.createElement("p");
  const track = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  const words = document.createElement("span");
  shown.className = "upload-progress";
  track.setAttribute("aria-label", form.dataset.uploads);
  words.setAttribute("aria-hidden", "true");
  shown.append(track, words);
  return {
    shown,
    set(part) {
      track.value = part;
      words.textContent = `${form.dataset.uploads} ${percent.format(part)}`;
    },
  };
}

/* The heading and the sentences of an answer that is no step on, such as a limit; nothing, where it is no page of ours. */
function wordsOf(answer) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  const said = page.querySelector(".alert .l-content") ?? page.querySelector(".page-head");
  if (!said) return [];
  for (const useless of said.querySelectorAll("form, [data-leads-back]")) useless.remove();
  const title = said.querySelector("h1, h2");
  const heading = Object.assign(document.createElement("h2"), { className: "type-heading", textContent: title.textContent });
  title.remove();
  return [heading, ...(said.querySelector(".l-text") ?? said).children];
}

/* Above the form, which stays as it is, with all that was typed and chosen. */
function say(form, words) {
  const said = Object.assign(document.createElement("section"), { className: "alert l-part l-band", tabIndex: -1 });
  const content = Object.assign(document.createElement("div"), { className: "l-content l-stack" });
  said.setAttribute("role", "alert");
  said.toggleAttribute("data-said", true);
  content.append(...words);
  said.append(content);
  document.querySelector("[data-said]")?.remove();
  form.before(said);
  said.focus();
}

function comeToRest(form) {
  for (const shown of document.querySelectorAll(".upload-progress")) shown.remove();
  for (const button of form.querySelectorAll("button")) button.disabled = false;
}

function send(event) {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("button");
  if (![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
  event.preventDefault();
  const progress = bar(form);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", ({ loaded, total }) => progress.set(total ? loaded / total : 0));
  request.addEventListener("loadend", () => {
    if (request.status && request.status < 400) return window.location.replace(request.responseURL);
    comeToRest(form);
    const words = wordsOf(request.responseText);
    say(form, words.length ? words : [Object.assign(document.createElement("p"), { textContent: form.dataset.lost })]);
  });
  const data = new FormData(form, button);
  for (const each of form.querySelectorAll("button")) each.disabled = true;
  button.after(progress.shown);
  progress.set(0);
  request.send(data);
}

function drop(event, field) {
  const input = field.querySelector("input[type=file]");
  const chosen = new DataTransfer();
  chosen.items.add(event.dataTransfer.files[0]);
  input.files = chosen.files;
  const folded = input.closest("details");
  if (folded) folded.open = true;
  input.focus();
}

/* A page that the browser has kept comes back as it was left: with an upload that went on, or failed, without it. */
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) document.querySelectorAll("[data-uploads]").forEach(comeToRest);
});

for (const form of document.querySelectorAll("[data-uploads]")) {
  form.addEventListener("submit", send);
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault(); // beside its place as well: else the browser leaves the form to open the file
      const field = event.target.closest?.(".field:has(input[type=file])");
      field?.toggleAttribute("data-drop", kind === "dragover");
      if (kind === "drop" && field && event.dataTransfer.files.length) drop(event, field);
    });
  }
}
