/* The application form while files are on their way: a bar with the percentage; and files that are dragged to their place.
   Without this script the form does the same, without the bar. */
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

/* As if this script were not here: for answers that are no step on, such as a limit or an outage. */
function sendPlainly(form, button) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  form.submit();
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
  request.addEventListener("error", () => sendPlainly(form, button));
  request.addEventListener("load", () => {
    if (request.status >= 400) sendPlainly(form, button);
    else window.location.replace(request.responseURL);
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
  if (!persisted) return;
  for (const shown of document.querySelectorAll(".upload-progress")) shown.remove();
  for (const button of document.querySelectorAll("[data-uploads] button")) button.disabled = false;
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
