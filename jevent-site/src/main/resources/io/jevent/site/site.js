"use strict";
// Search, the menu of small screens, light and dark, and buttons that copy code. Works from a folder, without a server.
(() => {
  const root = document.body.dataset.root;
  const byId = (id) => document.getElementById(id);
  const nav = byId("navigation"), menu = byId("menu"), search = byId("search"), results = byId("results");

  menu.onclick = () => menu.setAttribute("aria-expanded", nav.classList.toggle("open"));
  const current = nav.querySelector("[aria-current]");
  if (current && current.offsetTop > nav.clientHeight) nav.scrollTop = current.offsetTop - nav.clientHeight / 2;

  byId("theme").onclick = () => {
    const now = document.documentElement.dataset.theme ||
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    localStorage.setItem("theme", next);
    location.reload(); // diagrams are drawn anew
  };

  if (window.mermaid) {
    const dark = document.documentElement.dataset.theme === "dark" ||
      (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    window.mermaid.initialize({ startOnLoad: true, theme: dark ? "dark" : "neutral" });
  }

  for (const pre of document.querySelectorAll("article pre[data-language]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "copy";
    button.onclick = () => navigator.clipboard.writeText(pre.querySelector("code").textContent)
      .then(() => { button.textContent = "copied"; }, () => { button.textContent = "not allowed"; });
    pre.append(button);
  }

  const index = (window.searchIndex || []).map(([url, title, heading, text]) =>
    ({ url, title, heading, text, low: [title, heading, text].map((part) => part.toLowerCase()) }));

  // All words must occur; a word in a title counts more than one in a heading, and that more than one in the text.
  function score(part, words) {
    let sum = 0;
    for (const word of words) {
      const [title, heading, text] = part.low;
      let best = 0;
      if (title === word) best = 60;
      else if (title.includes(word)) best = title.startsWith(word) ? 30 : 20;
      if (heading.includes(word)) best += 12;
      const at = text.indexOf(word);
      if (at >= 0) best += 2 + (/\W/.test(text[at - 1] || " ") ? 2 : 0);
      if (best === 0) return 0;
      sum += best;
    }
    return sum;
  }

  const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

  function marked(text, words) {
    const pattern = new RegExp("(" + words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|") + ")", "gi");
    return text.split(pattern).map((piece, i) => i % 2 ? "<mark>" + escape(piece) + "</mark>" : escape(piece)).join("");
  }

  function excerpt(part, words) {
    const at = Math.max(0, Math.min(...words.map((word) => part.low[2].indexOf(word)).filter((i) => i >= 0).concat(1e9)));
    const from = at === 1e9 ? 0 : Math.max(0, at - 50);
    return (from > 0 ? "... " : "") + part.text.slice(from, from + 160);
  }

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    results.hidden = words.length === 0;
    if (results.hidden) return;
    const found = index.map((part) => [score(part, words), part]).filter(([points]) => points > 0)
      .sort((a, b) => b[0] - a[0]).slice(0, 20);
    results.innerHTML = found.length === 0 ? "<p>Nothing found.</p>" : found.map(([, part]) =>
      `<a href="${escape(root + part.url)}"><b>${marked(part.title, words)}</b>` +
      (part.heading ? " &rsaquo; " + marked(part.heading, words) : "") +
      `<small>${marked(excerpt(part, words), words)}</small></a>`).join("");
  }

  function choose(step) {
    const links = [...results.querySelectorAll("a")];
    const at = links.findIndex((link) => link.classList.contains("chosen"));
    links.forEach((link) => link.classList.remove("chosen"));
    const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
    if (next) { next.classList.add("chosen"); next.scrollIntoView({ block: "nearest" }); }
  }

  search.value = new URLSearchParams(location.search).get("search") || "";
  if (search.value) show();
  search.oninput = show;
  search.onfocus = show;
  search.form.onsubmit = (event) => {
    event.preventDefault();
    const link = results.querySelector("a.chosen") || results.querySelector("a");
    if (link) { results.hidden = true; location.href = link.href; }
  };
  results.onclick = () => { results.hidden = true; };
  search.onkeydown = (event) => {
    if (event.key === "ArrowDown") { choose(1); event.preventDefault(); }
    if (event.key === "ArrowUp") { choose(-1); event.preventDefault(); }
    if (event.key === "Escape") { search.value = ""; show(); search.blur(); }
  };
  document.onkeydown = (event) => {
    const typing = /INPUT|TEXTAREA/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) { search.focus(); event.preventDefault(); }
  };
  document.addEventListener("click", (event) => { if (!search.form.contains(event.target)) results.hidden = true; });
})();
