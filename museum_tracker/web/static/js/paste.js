/* Text areas with data-paste="tables": what Word, Excel or a web page gives as HTML comes in as lines and rows.
   Their plain text loses which paragraph belongs to which cell; without this the browser pastes that plain text. */

const BLOCKS = new Set("ADDRESS ARTICLE BLOCKQUOTE DIV DL DT DD FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION UL".split(" "));
const SILENT = new Set("STYLE SCRIPT TITLE META LINK TEMPLATE NOSCRIPT XML".split(" "));

const told = (text) => text.replace(/[\s\u00a0]+/g, " ").trim();

function cellText(cell) {
  const lines = [];
  collect(cell, lines, { text: "" });
  return lines.map(told).filter(Boolean).join(" ").replaceAll("|", "/");
}

function rowsOf(table) {
  return [...table.rows].map((row) => {
    const cells = [...row.cells].flatMap((cell) => [cellText(cell), ...Array(Math.min(cell.colSpan, 30) - 1).fill("")]);
    return cells.length > 1 ? `| ${cells.join(" | ")} |` : (cells[0] ?? "");
  });
}

function collect(node, lines, open) {
  const end = () => {
    if (told(open.text)) lines.push(open.text);
    open.text = "";
  };
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) open.text += child.data.replace(/\s+/g, " ");
    if (child.nodeType !== Node.ELEMENT_NODE || SILENT.has(child.tagName)) continue;
    if (child.tagName === "BR") end();
    else if (child.tagName === "TABLE") {
      end();
      lines.push(...rowsOf(child).filter(Boolean));
    } else if (BLOCKS.has(child.tagName)) {
      end();
      if (child.tagName === "LI") open.text = "- ";
      collect(child, lines, open);
      if (told(open.text) === "-") open.text = "";
      end();
    } else collect(child, lines, open);
  }
  if (node.tagName === "TD" || node.tagName === "TH" || node.tagName === "BODY") end();
}

// Styles are left out before reading: nothing looks at them, and the page's own policy would complain of each.
const bare = (html) => html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=("[^"]*"|'[^']*')/gi, "");

function asLines(html) {
  const lines = [];
  collect(new DOMParser().parseFromString(bare(html), "text/html").body, lines, { text: "" });
  return lines.map((line) => (line.startsWith("|") ? line : told(line))).join("\n");
}

document.addEventListener("paste", (event) => {
  const area = event.target.closest?.("textarea[data-paste='tables']");
  const html = event.clipboardData?.getData("text/html") ?? "";
  if (!area || !/<(table|li)[\s>]/i.test(html)) return;
  const text = asLines(html);
  if (!text) return;
  event.preventDefault();
  // The browser's own command keeps the step that takes the paste back; it is refused nowhere that still matters.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
