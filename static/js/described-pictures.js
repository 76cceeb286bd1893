/* In the admin: asks for the words of a picture before the file is sent, unless “decorative” is ticked. Without this
   script the server asks; the file then has to be chosen again. */
document.addEventListener(
  "submit",
  (event) => {
    const texts = [...event.target.querySelectorAll("[data-described]")];
    if (!texts.length) return;
    const decorative = event.target.querySelector("input[type=checkbox][name$=is_decorative]");
    for (const text of texts) text.required = !decorative?.checked;
    if (event.target.reportValidity()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);
