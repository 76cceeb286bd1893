"""Scripts that say what stops the Tab key has, and what is wrong with how each is shown, in any browser."""

# Numbers all that Tab stops at, in the order of the document, and notes each number when it gets the focus.
# A group of radio buttons is one stop.
WATCH = """() => {
    const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const seen = one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0;
    window.stops = [...document.querySelectorAll(stops)].filter(seen);
    const number = one => one.type === "radio"
        ? window.stops.findIndex(other => other.type === "radio" && other.name === one.name)
        : window.stops.indexOf(one);
    window.went = [];
    document.addEventListener("focusin", event => window.went.push(number(event.target)));
    return [...new Set(window.stops.map(number))];
}"""
# Focuses every stop in turn (of the menu, where that is open) and says what is wrong with how it is shown.
INDICATORS = """() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const pixel = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = colour => {
        const [r, g, b] = pixel(colour).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const paper = one => {
        for (let around = one; around; around = around.parentElement) {
            const colour = getComputedStyle(around).backgroundColor;
            if (pixel(colour)[3] === 255) return colour;
        }
        return "Canvas";
    };
    const covered = one => {
        const box = one.getClientRects()[0];  // of which the window may show only a part
        const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
        const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
        const top = document.elementFromPoint(x, y);
        return !top || !(one.contains(top) || top.contains(one) || one.labels?.[0]?.contains(top));
    };
    const wrong = [];
    const menu = document.querySelector("#nav:popover-open");
    for (const one of window.stops.filter(one => !menu || menu.contains(one))) {
        one.focus();
        const style = getComputedStyle(one);
        const inside = parseFloat(style.outlineOffset) < 0;
        const ratio = contrast(style.outlineColor, paper(inside ? one : one.parentElement));
        const name = one.outerHTML.slice(0, 80);
        if (style.outlineStyle !== "solid" || parseFloat(style.outlineWidth) < 2) wrong.push([name, "no indicator"]);
        else if (ratio < 3) wrong.push([name, `contrast ${ratio.toFixed(2)}`]);
        if (document.activeElement !== one) wrong.push([name, "takes no focus"]);
        if (covered(one)) wrong.push([name, "is covered"]);
    }
    return wrong;
}"""
# What has the focus, if something else lies over it.
COVERED = """() => {
    const one = document.activeElement;
    const box = one.getClientRects()[0];
    if (!box) return one.tagName === "BODY" ? "" : `${one.outerHTML.slice(0, 80)} is not there`;
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    return !top || one.contains(top) || top.contains(one) ? "" : one.outerHTML.slice(0, 80);
}"""
