extension HTMLAssets {
  /// Sorting and filtering of tables that are complete without it.
  static let script = SafeHTML(
    constant: #"""

      "use strict";
      (function () {
        const value = (row, column) => row.cells[column].textContent.trim();
        const number = (text) => {
          const match = /^(-?[\d,.]+)\s*(B|KiB|MiB|GiB|TiB)?$/.exec(text);
          if (!match) return NaN;
          const power = ["B", "KiB", "MiB", "GiB", "TiB"].indexOf(match[2] || "B");
          return parseFloat(match[1].replaceAll(",", "")) * 1024 ** power;
        };
        const compare = (a, b) => {
          const x = number(a), y = number(b);
          if (!isNaN(x) && !isNaN(y)) return x - y;
          return a < b ? -1 : a > b ? 1 : 0;
        };
        const sort = (tables, column, descending) => {
          const bodies = tables.map((table) => table.tBodies[0]);
          const sizes = bodies.map((body) => body.rows.length);
          const rows = bodies.flatMap((body) => Array.from(body.rows))
            .map((row) => [value(row, column), row]);
          rows.sort((a, b) => (descending ? -1 : 1) * compare(a[0], b[0]));
          let next = 0;
          bodies.forEach((body, index) => {
            const part = rows.slice(next, next += sizes[index]).map((pair) => pair[1]);
            body.replaceChildren(...part);
          });
        };
        document.querySelectorAll("section").forEach((section) => {
          const tables = Array.from(section.querySelectorAll("table.sortable"));
          tables.forEach((table) => {
            Array.from(table.tHead.rows[0].cells).forEach((cell, column) => {
              const button = document.createElement("button");
              button.type = "button";
              button.textContent = cell.textContent;
              cell.replaceChildren(button);
              button.addEventListener("click", () => {
                const descending = cell.getAttribute("aria-sort") === "ascending";
                sort(tables, column, descending);
                tables.forEach((other) => {
                  Array.from(other.tHead.rows[0].cells).forEach((head, index) => {
                    if (index === column) {
                      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
                    } else {
                      head.removeAttribute("aria-sort");
                    }
                  });
                });
                section.querySelectorAll(".part > summary .quiet").forEach((names) => {
                  names.textContent = "";
                });
              });
            });
          });
        });
        let closed = [];
        window.addEventListener("beforeprint", () => {
          closed = Array.from(document.querySelectorAll("details:not([open], .long)"));
          closed.forEach((part) => { part.open = true; });
        });
        window.addEventListener("afterprint", () => {
          closed.forEach((part) => { part.open = false; });
          closed = [];
        });
        const input = document.getElementById("filter");
        if (!input) return;
        const matches = document.getElementById("matches");
        const all = matches.textContent;
        let rows = null, timer = 0;
        input.parentElement.hidden = false;
        const filter = () => {
          const wanted = input.value.trim().toLowerCase();
          rows = rows || Array.from(document.querySelectorAll("#mailboxes tbody tr"))
            .map((row) => [row, row.textContent.toLowerCase()]);
          let count = 0;
          rows.forEach(([row, text]) => {
            row.hidden = !text.includes(wanted);
            if (!row.hidden) count += 1;
          });
          let opened = 0;
          document.querySelectorAll(".part").forEach((part, index) => {
            const any = part.querySelector("tbody tr:not([hidden])") !== null;
            part.hidden = !any;
            part.open = wanted === "" ? index === 0 : any && opened++ < 4;
          });
          matches.textContent = wanted === "" ? all : count + " of " + all;
        };
        input.addEventListener("input", () => {
          clearTimeout(timer);
          timer = setTimeout(filter, 150);
        });
      })();

      """#)
}
