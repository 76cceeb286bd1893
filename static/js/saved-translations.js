/* In the form of a translation, where each text is saved by itself: publishing waits until all are saved, and does not
   happen when one of them could not be. */
const saving = new Set();
const send = window.fetch;

window.fetch = (address, options) => {
  const answer = send(address, options);
  if (["PUT", "DELETE"].includes(options?.method)) {
    saving.add(answer);
    answer.catch(() => {}).finally(() => saving.delete(answer));
  }
  return answer;
};

async function pressOnceSaved(button) {
  const answers = await Promise.allSettled(saving);
  if (answers.every((answer) => answer.value?.ok)) button.click();
}

// Before Wagtail hears the click: it then disables the button, which would stay so.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("footer [type=submit]");
    if (!button || !saving.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressOnceSaved(button);
  },
  { capture: true },
);

// Whoever leaves by a link is asked first.
window.addEventListener("beforeunload", (event) => {
  if (saving.size) event.preventDefault();
});
