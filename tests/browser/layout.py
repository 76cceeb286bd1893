"""Scripts that say what is wrong with how a page is laid out, in any browser."""

# Says what is cut off, leaves the window, or lies over other words. Words of one block may touch: large type is set
# tighter than its own boxes, so only words of different blocks are compared, by the middle of their lines.
LOST = """() => {
    const wrong = [], words = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) wrong.push(["sideways", root.scrollWidth - innerWidth]);
    const unseen = one => {
        for (let around = one; around; around = around.parentElement)
            if (getComputedStyle(around).clipPath === "inset(50%)") return true;
        return false;
    };
    // Letters have room before their ink, a 1 the most, which may leave the window.
    const room = one => Math.max(1, 0.04 * parseFloat(getComputedStyle(one).fontSize));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const parent = text.parentElement;
        if (!text.data.trim() || !parent.checkVisibility({visibilityProperty: true}) || unseen(parent)) continue;
        let block = parent;
        while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
        const range = document.createRange();
        range.selectNodeContents(text);
        const layer = parent.closest(":popover-open");
        for (const box of range.getClientRects())
            if (box.width > 1) words.push({box, block, parent, layer, text: text.data.trim()});
    }
    for (const word of words)
        if (word.box.left < -room(word.parent) || word.box.right > innerWidth + 1 || word.box.top + scrollY < -1)
            wrong.push(["outside", word.text]);
    for (const one of document.querySelectorAll("body *")) {
        const style = getComputedStyle(one);
        if (one.matches("input, [aria-hidden] *, [aria-hidden]") || unseen(one) || !one.checkVisibility()) continue;
        const cut = way => ["hidden", "clip"].includes(style[`overflow-${way}`]);
        if (cut("x") && one.scrollWidth > one.clientWidth + 1 || cut("y") && one.scrollHeight > one.clientHeight + 1)
            wrong.push(["cut off", one.outerHTML.slice(0, 80)]);
    }
    const middle = box => ({top: box.top + box.height * 0.3, bottom: box.bottom - box.height * 0.3});
    words.sort((a, b) => a.box.top - b.box.top);
    words.forEach((one, index) => {
        const mine = middle(one.box);
        for (const other of words.slice(index + 1)) {
            if (other.box.top > one.box.bottom) break;
            if (one.block === other.block || one.layer !== other.layer) continue;
            const its = middle(other.box);
            if (its.top < mine.bottom && mine.top < its.bottom
                && one.box.left < other.box.right - 2 && other.box.left < one.box.right - 2)
                wrong.push(["over", one.text, other.text]);
        }
    });
    return [...new Set(wrong.map(JSON.stringify))];
}"""
# Words of titles, of ways and of names beside their values that go on in the next line.
TORN = """() => [...document.querySelectorAll("h1, dt, label, button, summary, nav a")].flatMap(one => {
    const torn = [], walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode())
        for (const word of text.data.matchAll(/\\p{L}+/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const boxes = [...range.getClientRects()].filter(box => box.width > 1);
            if (new Set(boxes.map(box => Math.round(box.top))).size > 1) torn.push(word[0]);
        }
    return torn;
})"""
# Links that nothing but their colour marks. A button needs no mark, nor does a list of links and nothing else, nor
# a link to where one is.
UNMARKED = """() => {
    const lists = ".button, .recommendation-list__do a, .entry, .thumb-index a, .longform__no, .anchor-link, "
        + ".pagination a, .letter-index a, [aria-current]";
    const isMarked = one => {
        const style = getComputedStyle(one);
        return style.textDecorationLine.includes("underline") && parseFloat(style.textDecorationThickness) >= 0.5
            || style.borderBlockEndStyle === "solid" && parseFloat(style.borderBlockEndWidth) > 0;
    };
    return [...document.querySelectorAll("main a[href], footer a[href]")]
        .filter(link => !link.matches(lists) && link.checkVisibility({visibilityProperty: true}))
        .filter(link => ![link, ...link.querySelectorAll("*")].some(isMarked))
        .map(link => link.outerHTML.slice(0, 80));
}"""
# Words of a legend with a border of its fieldset behind them.
CROSSED = """() => [...document.querySelectorAll("legend")].filter(legend => {
    const words = document.createRange();
    words.selectNodeContents(legend);
    const box = words.getBoundingClientRect(), field = legend.closest(".field").getBoundingClientRect();
    return box.top < field.top + 4;
}).map(legend => legend.textContent.trim())"""
# Dates beside what happened then that need more than a line.
BROKEN_DATES = """() => [...document.querySelectorAll(".chronology > li > b")].filter(date => {
    const range = document.createRange();
    range.selectNodeContents(date);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
}).map(date => date.textContent)"""
# Words that a grid takes apart: a name in another language among them becomes a cell of its own.
LOOSE = """() => [...document.querySelectorAll("body *")].filter(one => {
    const parts = [...one.childNodes].filter(part => part.nodeType !== Node.COMMENT_NODE && part.textContent.trim());
    return /grid|flex/.test(getComputedStyle(one).display) && one.checkVisibility()
        && parts.length > 1 && parts.some(part => part.nodeType === Node.TEXT_NODE);
}).map(one => one.outerHTML.slice(0, 120))"""
# Values of one list that do not begin at one edge, though they stand in one column.
UNALIGNED = """() => [...document.querySelectorAll("dl.facts")].filter(list => {
    const edges = [...list.querySelectorAll("dd")].map(value => {
        const isWord = text => text.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
        const words = document.createTreeWalker(value, NodeFilter.SHOW_TEXT, isWord).nextNode();
        if (!words || words.parentElement.closest("ul:not([role])")) return null;
        const range = document.createRange();
        range.selectNodeContents(words);
        return Math.round(range.getClientRects()[0]?.left);
    }).filter(edge => edge);
    return Math.max(...edges) - Math.min(...edges) > 2;
}).map(list => list.textContent.trim().slice(0, 60))"""
# What lies over the name and the menu, or within them over one another.
OVER_THE_HEAD = """() => {
    const main = document.querySelector("main").getBoundingClientRect();
    const head = document.querySelector(".masthead");
    const parts = [...head.querySelectorAll(".wordmark, .masthead__language, .menu-button, .menu a")]
        .filter(one => one.checkVisibility() && !one.closest(":popover-open"))
        .map(one => [one.textContent.trim(), one.getBoundingClientRect()]);
    const over = parts.flatMap(([words, box], number) => parts.slice(number + 1)
        .filter(([_, other]) => box.left < other.right - 1 && other.left < box.right - 1
            && box.top < other.bottom - 1 && other.top < box.bottom - 1)
        .map(([others]) => [words, others]));
    return main.top < head.getBoundingClientRect().bottom - 1 ? [["main", "the head"], ...over] : over;
}"""
# Signs of “link to this” that a mouse has not asked for.
SIGNS = """() => matchMedia("(hover: hover)").matches
    ? [...document.querySelectorAll(".anchor-link")].filter(sign => getComputedStyle(sign).opacity !== "0").length
    : -1"""
# Names of a group of choices that do not stand on the line of the first choice beside them, if no note comes before.
UNLEVEL = """() => [...document.querySelectorAll("legend")].filter(legend => {
    const bounds = one => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return range.getClientRects()[0];
    };
    const first = legend.parentElement.querySelector(".field__answer > :first-child > .choice label");
    if (!first) return false;
    const name = bounds(legend), choice = bounds(first);
    return name.right < choice.left && Math.abs(name.bottom - choice.bottom) > 2;
}).map(legend => legend.textContent.trim())"""
# Lines of words that are to be of one length, and are not: a paragraph has a way of its own.
UNBALANCED = """() => [...document.querySelectorAll("body *")].filter(one => {
    const way = one => getComputedStyle(one).textWrapStyle;
    return way(one.parentElement) === "balance" && way(one) !== "balance" && one.textContent.trim();
}).map(one => one.outerHTML.slice(0, 80))"""
# Leaves of all words only the lines under them, all in one colour (!important, for it must win over the sheets of the
# site), and says from where to where each must go.
UNDERLINE = """() => {
    const style = new CSSStyleSheet();
    const only = "color: transparent; text-decoration-color: rgb(0 0 255); text-decoration-skip-ink: none;";
    style.replaceSync(`* { ${only.replaceAll(";", " !important;")} }`);
    document.adoptedStyleSheets = [style];
    return [...document.querySelectorAll("main a")].filter(link => link.checkVisibility()).flatMap(link => {
        if (!getComputedStyle(link).textDecorationLine.includes("underline")) return [];
        const lines = [], walker = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            const range = document.createRange();
            range.selectNodeContents(text);
            for (const box of range.getClientRects()) {
                const {left, right} = box, top = box.top + scrollY, bottom = box.bottom + scrollY;
                const same = lines.find(line => Math.abs(line.top - top) < 2);
                if (same) same.right = Math.max(same.right, right);
                else lines.push({words: link.textContent.trim(), left, right, top, bottom});
            }
        }
        return lines.filter(line => line.right - line.left > 1);
    });
}"""
