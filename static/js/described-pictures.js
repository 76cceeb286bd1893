/* In the admin: asks for the words of a picture before the file is sent, unless “decorative” is ticked. Without this
   script the server asks; the file then has to be chosen again. */
function ask(event, form) {
  const texts = [...form.querySelectorAll("[data-described]")];
  if (!texts.length) return;
  const decorative = form.querySelector("input[type=checkbox][name$=is_decorative]");
  for (const text of texts) text.required = !decorative?.checked;
  if (form.reportValidity()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Before Wagtail hears the click: it then disables the button, which would stay so.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("[type=submit]");
    if (button?.form) ask(event, button.form);
  },
  { capture: true },
);
document.addEventListener("submit", (event) => ask(event, event.target), { capture: true });
