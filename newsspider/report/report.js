"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const items = data.items, $ = id => document.getElementById(id);
  const store = "newsspider-report:" + (items[0] ? items[0].record.id + items.length : "");
  let marks = {}, at = -1, frame = null;
  try { marks = JSON.parse(localStorage.getItem(store) || "{}"); } catch { marks = {}; }

  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text !== undefined && text !== null) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const say = text => { $("said").textContent = text; };

  function view(name) {
    for (const main of document.querySelectorAll("main")) main.hidden = main.id !== name;
    for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    if (name === "records" && at < 0 && items.length) open(0);
  }

  const STATES = {accept: "✓", wrong: "✗"};
  function list() {
    const wanted = $("search").value.toLowerCase(), titles = $("titles");
    titles.replaceChildren();
    items.forEach((item, n) => {
      const r = item.record, text = [r.headline, r.url, r.byline_raw, r.publisher.name].join(" ").toLowerCase();
      if (wanted && !text.includes(wanted)) return;
      const button = make("button", undefined, {type: "button", "data-open": n});
      if (n === at) button.setAttribute("aria-current", "true");
      const state = marks[r.id];
      if (state) button.append(make("span", STATES[state], {class: "state", title: state}));
      button.append(make("span", r.headline || "(no headline)", {dir: "auto"}));
      button.append(make("small", `${item.quality} · ${r.publisher.domain || ""} · ${(r.date_published || "").slice(0, 10)}`));
      const line = make("li"); line.append(button); titles.append(line);
    });
  }

  function open(n) {
    at = n;
    view("records"); list(); record(); page();
    const button = document.querySelector(`#titles [data-open="${n}"]`);
    if (button) button.scrollIntoView({block: "nearest"});
  }

  // --- the record ---------------------------------------------------------------------------------------------------

  function field(dl, name, value, pointer, kind) {
    if (value === null || value === undefined || value === "") return;
    dl.append(make("dt", name));
    const dd = make("dd", String(value), {dir: "auto"});
    if (pointer) { dd.dataset.pointer = pointer; dd.dataset.kind = kind || pointer.split("/")[1]; dd.tabIndex = 0; }
    dl.append(dd);
  }

  function record() {
    const item = items[at], r = item.record, box = $("record"), where = r.provenance;
    const to = pointer => (where[pointer] ? pointer : null);
    box.replaceChildren();
    box.append(make("h2", r.headline || "(no headline)", {dir: "auto"}));
    const actions = make("div", undefined, {class: "actions"});
    for (const [state, text] of [["accept", "Accept (a)"], ["wrong", "Wrong (w)"]])
      actions.append(make("button", text, {type: "button", "data-mark": state, "aria-pressed": String(marks[r.id] === state)}));
    actions.append(make("button", "Fixture command (f)", {type: "button", "data-fixture": "1"}));
    box.append(actions);
    if (item.doubts.length) {
      const doubts = make("section", undefined, {class: "doubts", "aria-label": "Disagreements"});
      doubts.append(make("h3", "Sources disagree"));
      const ul = make("ul");
      for (const d of item.doubts) {
        const li = make("li", undefined, {dir: "auto"});
        li.append(make("b", d.pointer.slice(1) + " "), make("span", `${d.source}: ${d.raw}`));
        for (const o of d.others) li.append(make("div", `not ${o.source}: ${o.raw}`));
        ul.append(li);
      }
      doubts.append(ul); box.append(doubts);
    }
    const dl = make("dl", undefined, {class: "fields"});
    field(dl, "quality", item.quality + (item.lost.length ? " · " + item.lost.join(" · ") : ""));
    field(dl, "headline", r.headline, to("/headline"));
    field(dl, "standfirst", r.alternative_headline, to("/alternative_headline"));
    field(dl, "byline", r.byline_raw, to("/authors") || to("/byline_raw"), "authors");
    r.authors.forEach((a, i) => field(dl, a.role, [a.name, a.job_title, a.affiliation].filter(Boolean).join(", "), to(`/authors/${i}/name`), "authors"));
    if (r.dateline) {
      const places = r.dateline.places.map(p => [p.name, p.country].filter(Boolean).join(" ")).join("; ");
      field(dl, "dateline", r.dateline.raw, to("/dateline"));
      field(dl, "filed", [places, r.dateline.date, r.dateline.agencies.join(", ")].filter(Boolean).join(" · "), to("/dateline/places/0/name") || to("/dateline"), "dateline");
    }
    field(dl, "published", r.date_published && r.date_published + (r.date_published_offset ? ` (offset ${r.date_published_offset})` : ""), to("/date_published"));
    field(dl, "modified", r.date_modified, to("/date_modified"));
    field(dl, "publisher", [r.publisher.name, r.publisher.domain].filter(Boolean).join(" · "), to("/publisher/name"));
    field(dl, "section", [r.section, r.genre].filter(Boolean).join(" · "), to("/section"));
    field(dl, "language", r.language);
    r.images.forEach((image, i) => {
      field(dl, "caption", image.caption, to(`/images/${i}/caption`), "images");
      field(dl, "credit", image.credit && image.credit.raw, to(`/images/${i}/credit`), "images");
    });
    field(dl, "warnings", r.warnings.join(", "));
    for (const refused of r.rejected) field(dl, "refused", `${refused.field}: ${refused.text} (${refused.reason})`);
    field(dl, "address", r.url);
    field(dl, "stored", [r.source.path, r.source.offset].filter(x => x !== null).join(" @ "));
    box.append(dl);
    const story = make("section", undefined, {class: "story", "aria-label": "The story", dir: "auto"});
    r.body.blocks.forEach((block, i) => story.append(make(block.kind === "heading" ? "h3" : "p", block.text, {dir: "auto", "data-block": i, tabindex: 0})));
    for (const d of r.dropped) story.append(make("p", `${d.text} (${d.category})`, {class: "dropped", dir: "auto"}));
    box.append(story);
    box.scrollTop = 0;
  }

  // --- the page -----------------------------------------------------------------------------------------------------

  function page() {
    const item = items[at], box = $("page");
    frame = null;
    box.replaceChildren();
    if (item.page === null) {
      box.append(make("p", "The page is not at hand: give it with --pages.", {class: "none"}));
    } else if (data.split) {
      box.append(make("p", "Loading the page …", {class: "none"}));
      document.head.append(make("script", undefined, {src: item.page}));
    } else show(item.page);
  }
  window.pageArrived = (n, content) => { if (n === at) { $("page").replaceChildren(); show(content); } };

  function show(content) {
    // without allow-scripts nothing in it runs; with allow-same-origin this script may light its places up
    frame = make("iframe", undefined, {sandbox: "allow-same-origin", title: "The page, made inert"});
    const lang = items[at].record.language || "", style = `<style>${data.frame}</style>`;
    frame.addEventListener("load", wire);
    frame.srcdoc = `<!doctype html><html lang="${lang.replace(/[^A-Za-z0-9-]/g, "")}"><head><meta charset="utf-8">${style}</head><body dir="auto">${content}</body></html>`;
    $("page").append(frame);
  }

  function wire() {
    const inside = frame && frame.contentDocument;
    if (!inside) return;
    for (const name of ["mouseover", "focusin"]) inside.addEventListener(name, event => {
      const place = event.target.closest("[data-p]"), block = event.target.closest("[data-b]");
      if (place) light(place.dataset.p.split(" "), null, false);
      else if (block) light([], block.dataset.b, false);
    });
    inside.addEventListener("keydown", keys);
  }

  function light(pointers, block, scroll) {
    const inside = frame && frame.contentDocument;
    for (const old of document.querySelectorAll(".lit")) old.classList.remove("lit");
    if (inside) for (const old of inside.querySelectorAll(".lit")) old.classList.remove("lit");
    let first = null;
    if (inside) for (const element of inside.querySelectorAll("[data-p],[data-b]")) {
      const here = (element.dataset.p || "").split(" ");
      if (pointers.some(p => here.includes(p)) || (block !== null && element.dataset.b === String(block))) {
        element.classList.add("lit"); first = first || element;
      }
    }
    let mine = null;
    for (const element of $("record").querySelectorAll("[data-pointer],[data-block]"))
      if (pointers.includes(element.dataset.pointer) || (block !== null && element.dataset.block === String(block))) { element.classList.add("lit"); mine = mine || element; }
    if (scroll && first) first.scrollIntoView({block: "center"});
    if (!scroll && mine) mine.scrollIntoView({block: "nearest"});
  }

  // --- what a person does -------------------------------------------------------------------------------------------

  function mark(state) {
    const id = items[at].record.id;
    if (marks[id] === state) delete marks[id]; else marks[id] = state;
    try { localStorage.setItem(store, JSON.stringify(marks)); } catch { say("this browser keeps no marks; save them before you leave"); }
    say(marks[id] ? `record ${at + 1} of ${items.length}: ${marks[id]}` : `record ${at + 1}: no mark`);
    list(); record();
  }

  const quoted = text => "'" + String(text).replace(/'/g, "'\\''") + "'";
  function fixture() {
    const r = items[at].record, name = (r.url || r.source.path || "page").replace(/[?#].*$/, "").split("/").filter(Boolean).pop();
    const at_ = r.retrieved_at ? ` --retrieved-at ${quoted(r.retrieved_at)}` : "";
    const command = `newsspider fixture add ${quoted(r.source.path || "page.html")} --url ${quoted(r.url || "")}${at_} --case ${quoted(name.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40))}`;
    let box = $("record").querySelector(".command");
    if (!box) { box = make("pre", undefined, {class: "command", tabindex: 0}); $("record").querySelector(".actions").after(box); }
    box.textContent = command;
    box.focus();
  }

  function save() {
    const lines = items.filter(i => marks[i.record.id]).map(i => JSON.stringify({id: i.record.id, url: i.record.url, source: i.record.source, mark: marks[i.record.id]}) + "\n");
    const link = make("a", undefined, {href: "data:application/x-ndjson;charset=utf-8," + encodeURIComponent(lines.join("")), download: "marks.jsonl"});
    link.click();
    say(`${lines.length} marks saved`);
  }

  function help() {
    $("help").hidden = !$("help").hidden;
    $("help-button").setAttribute("aria-expanded", String(!$("help").hidden));
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.tagName === "INPUT";
    if (typing) { if (event.key === "Escape") event.target.blur(); return; }
    const move = {j: 1, k: -1}[event.key];
    if (move) { if (items.length) open(Math.min(items.length - 1, Math.max(0, at + move))); }
    else if (event.key === "a" && at >= 0) mark("accept");
    else if (event.key === "w" && at >= 0) mark("wrong");
    else if (event.key === "f" && at >= 0) fixture();
    else if (event.key === "o") view("overview");
    else if (event.key === "?") help();
    else if (event.key === "/") { view("records"); $("search").focus(); }
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", keys);
  document.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.view) view(button.dataset.view);
    else if (button.dataset.open !== undefined) open(Number(button.dataset.open));
    else if (button.dataset.mark) mark(button.dataset.mark);
    else if (button.dataset.fixture) fixture();
    else if (button.id === "save") save();
    else if (button.id === "help-button") help();
  });
  for (const name of ["mouseover", "focusin"]) $("record").addEventListener(name, event => {
    const element = event.target.closest("[data-pointer],[data-block]");
    if (element) light(element.dataset.pointer ? [element.dataset.pointer] : [], element.dataset.block ?? null, true);
  });
  $("search").addEventListener("input", list);
  for (const r of data.rejected) {
    const li = make("li"); li.append(make("b", r.reason + " "), make("span", r.url || r.path || ""), make("div", r.detail || "", {dir: "auto"}));
    $("refusals").append(li);
  }
  if (location.hash.startsWith("#record-")) open(Math.min(items.length, Math.max(1, Number(location.hash.slice(8)))) - 1);
  document.documentElement.dataset.ready = "yes";
})();
