/* In the form of a translation, where each text is saved by itself: publishing waits until all are saved, and does not
   happen while one of them is not. */
const { notSaved } = document.querySelector("script[data-not-saved]").dataset;
const unsaved = new Map(); // each text's last save, by its address, until that has succeeded
const send = window.fetch;

// As the form sees it; whose session has ended is led to the page to sign in, which is no save.
const isSaved = ({ ok, status, redirected }, method) => !redirected && (ok || (method === "DELETE" && status === 404));

window.fetch = (address, options) => {
  const answer = send(address, options);
  if (["PUT", "DELETE"].includes(options?.method)) {
    const save = answer.then((response) => isSaved(response, options.method)).catch(() => false);
    unsaved.set(address, save);
    save.then((saved) => saved && unsaved.get(address) === save && unsaved.delete(address));
  }
  return answer;
};

async function pressOnceSaved(button) {
  const saves = await Promise.all(unsaved.values());
  if (saves.every(Boolean)) return button.click();
  const detail = { clear: true, text: notSaved, type: "error" };
  document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
}

// Before Wagtail hears the click: it then disables the button, which would stay so.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("footer [type=submit]");
    if (!button || !unsaved.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressOnceSaved(button);
  },
  { capture: true },
);

// Whoever leaves by a link is asked first.
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
