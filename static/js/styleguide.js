/* Gives each frame of the style guide the height of what is in it; without this the frames scroll. */
for (const frame of document.querySelectorAll(".frame iframe")) {
  const fit = () => {
    frame.height = 0;
    frame.height = frame.contentDocument.documentElement.scrollHeight;
  };
  frame.addEventListener("load", () => {
    fit();
    new ResizeObserver(fit).observe(frame.parentElement);
  });
}
