"""The widget that shows an article and scrolls it to what was chosen."""

import anywidget
import traitlets

_SCRIPT = """
export default {
    render({ model, el }) {
        const show = () => {
            el.innerHTML = model.get("html");  // escaped where it is made
            const chosen = el.querySelector("[data-chosen]");
            const frame = el.querySelector("[role=document]");
            if (!chosen || !frame) return;
            const reveal = () => {
                const above = chosen.getBoundingClientRect().top - frame.getBoundingClientRect().top;
                frame.scrollTop += above - frame.clientHeight / 3;
            };
            reveal();
            requestAnimationFrame(reveal);  // it has no height before it is in the page
        };
        model.on("change:html", show);
        show();
    },
};
"""


class ArticleView(anywidget.AnyWidget):
    """Shows `html`, in which everything from data is escaped already."""

    _esm = _SCRIPT
    html = traitlets.Unicode().tag(sync=True)
