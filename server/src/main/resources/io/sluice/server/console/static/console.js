// What pages do beyond what links and forms do by themselves. Without it, everything still works:
// pages are then as old as their last load, and dialogs are pages of their own.
(() => {
  "use strict";
  const $ = (selector, from = document) => from.querySelector(selector);

  // ---- A fresh part of a page into the one that is open, without what one sees moving. ----

  const keyOf = (node) => node.nodeType === 1 ? node.id || node.dataset.key || "" : "";

  // What the visitor has done to an element, not the server.
  const theirs = (node, name) =>
    name === "open" && (node.nodeName === "DETAILS" || node.nodeName === "DIALOG");

  function patchAttributes(old, fresh) {
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !theirs(old, name)) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value && !theirs(old, name)) old.setAttribute(name, value);
    }
  }

  function patch(old, fresh) {
    if (old.nodeType !== 1) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    if (old.hasAttribute("data-keep") || old === document.activeElement && old.matches("input,select,textarea")) return;
    patchAttributes(old, fresh);
    // Only what a script shows stays as the script has it.
    if (fresh.matches("[data-copy],[data-theme-switch]")) old.hidden = false;
    const keyed = new Map();
    for (const child of old.childNodes) if (keyOf(child)) keyed.set(keyOf(child), child);
    let at = old.firstChild;
    for (const child of [...fresh.childNodes]) {
      const key = keyOf(child);
      let match = key ? keyed.get(key) : at;
      if (!key) while (match && keyOf(match) && keyed.get(keyOf(match)) === match) match = match.nextSibling;
      if (match && match.nodeType === child.nodeType && match.nodeName === child.nodeName && keyOf(match) === key) {
        if (match !== at) move(old, match, at); else at = at.nextSibling;
        patch(match, child);
        keyed.delete(key);
      } else {
        old.insertBefore(child, at);
      }
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  // Moving by insertBefore would take the focus away and start animations anew.
  const move = (parent, node, before) =>
    parent.moveBefore ? parent.moveBefore(node, before) : parent.insertBefore(node, before);

  // Who looks at the end of a log goes on doing so; who reads further up stays there.
  const log = () => $('[data-follow="true"]');
  const atTheEnd = () => { const view = log(); return view && view.scrollHeight - view.scrollTop - view.clientHeight < 40; };
  const follow = () => { const view = log(); if (view) view.scrollTop = view.scrollHeight; };

  htmx.defineExtension("patch", {
    isInlineSwap: (style) => style === "patch",
    handleSwap: (style, target, fragment) => {
      if (style !== "patch") return false;
      const fresh = fragment.nodeType === 1 ? fragment : $("main", fragment) || fragment.firstElementChild;
      const following = atTheEnd();
      if (fresh) patch(target, fresh);
      enhance();
      if (following) follow();
      return [target];
    },
  });

  // ---- Live: the server says that something has changed, the page asks for itself anew. ----

  const stale = $("#stale");
  let events = null;
  let heard = Date.now();
  let asking = false;
  let broken = false;
  let notBefore = 0;

  function refresh() {
    const main = $("#main");
    if (asking || document.hidden || !main || Date.now() < notBefore) return;
    asking = true;
    const began = Date.now();
    htmx.ajax("GET", location.pathname + location.search,
      { source: main, target: main, select: "#main", swap: "patch", headers: { "Sluice-Part": "main", "Sluice-By-Itself": "true" } })
      .finally(() => {
        asking = false;
        // A server that takes long has other things to do than this page.
        notBefore = Date.now() + Math.min(10000, 10 * (Date.now() - began));
      });
  }

  function listen() {
    if (events || document.hidden) return;
    events = new EventSource("/events");
    events.addEventListener("tick", () => { heard = Date.now(); refresh(); });
    events.onopen = () => { heard = Date.now(); };
  }

  function leave() {
    if (events) events.close();
    events = null;
  }

  function age(ms) {
    const s = Math.round(ms / 1000);
    return s < 90 ? `${s} s` : s < 5400 ? `${Math.round(s / 60)} min` : `${Math.round(s / 3600)} h`;
  }

  function look() {
    if (document.hidden) return;
    // A closed one does not come back by itself: it was refused. Whoever was signed out finds out by asking for the page.
    if (events && events.readyState === EventSource.CLOSED) {
      leave();
      refresh();
    }
    listen();
    const silent = Date.now() - heard;
    const old = Date.now() - shownAt;
    const late = silent > 6000 || broken;
    if (late) stale.textContent = `Not connected to the server. This page shows how it was ${age(old)} ago; it comes back by itself.`;
    if (stale.hidden === late) stale.hidden = !late;
    document.documentElement.classList.toggle("is-old", late);
  }

  // By the own clock, which may differ from the server's.
  let shownAt = Date.now();
  document.addEventListener("htmx:afterRequest", (event) => {
    broken = !event.detail.successful && (!event.detail.xhr || event.detail.xhr.status === 0 || event.detail.xhr.status >= 500);
    if (event.detail.successful) shownAt = heard = Date.now();
  });

  // Signed out meanwhile, and led to where one signs in: the page as a whole has to go there.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const came = event.detail.xhr.responseURL;
    if (event.detail.xhr.status === 401 || came && new URL(came).pathname === "/sign-in") {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });

  if (document.body.dataset.live === "true") {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) { leave(); return; }
      heard = Date.now();
      listen();
      refresh();
    });
    addEventListener("pagehide", leave);
    setInterval(look, 1000);
    listen();
  }

  // ---- What a chart says at one moment: by pointer, or by arrow keys. ----

  const pointed = new WeakMap();

  function read(plot, index) {
    if (!plot.dataset.points) return;
    const all = plot.dataset.points.split(";").map((point) => point.split("|"));
    const at = Math.max(0, Math.min(all.length - 1, index(all)));
    const [seconds, ...values] = all[at];
    const names = plot.dataset.names.split("|");
    const time = new Date(Number(plot.dataset.from) + seconds * 1000).toISOString();
    pointed.set(plot, at);
    $(".readout", plot.closest("figure")).textContent = `${time.slice(0, 10)} ${time.slice(11, 19)} UTC: `
      + values.map((value, i) => names.length > 1 ? `${names[i]} ${value}` : value).join(", ");
    const cursor = $(".cursor", plot);
    const x = `${100 * seconds / plot.dataset.length}%`;
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    cursor.setAttribute("visibility", "visible");
  }

  function unread(plot) {
    $(".readout", plot.closest("figure")).textContent = "";
    $(".cursor", plot).setAttribute("visibility", "hidden");
  }

  const plotOf = (event) => event.target.closest && event.target.closest("[data-points]");

  function nearest(plot, event) {
    const box = plot.getBoundingClientRect();
    const seconds = plot.dataset.length * (event.clientX - box.left) / box.width;
    return (all) => all.reduce((best, point, i) =>
      Math.abs(point[0] - seconds) < Math.abs(all[best][0] - seconds) ? i : best, 0);
  }

  document.addEventListener("pointermove", (event) => {
    const plot = plotOf(event);
    if (plot) read(plot, nearest(plot, event));
  });
  document.addEventListener("pointerout", (event) => {
    const plot = plotOf(event);
    if (plot && !plot.contains(event.relatedTarget)) unread(plot);
  });
  document.addEventListener("focusin", (event) => {
    const plot = plotOf(event);
    if (plot && plot.matches(":focus-visible")) read(plot, (all) => all.length - 1);
  });
  document.addEventListener("focusout", (event) => {
    const plot = plotOf(event);
    if (plot) unread(plot);
  });
  document.addEventListener("keydown", (event) => {
    const plot = plotOf(event);
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -Infinity, End: Infinity };
    if (!plot || !(event.key in steps)) return;
    event.preventDefault();
    read(plot, (all) => (pointed.has(plot) ? pointed.get(plot) : all.length - 1) + steps[event.key]);
  });

  // ---- Small comforts. ----

  function say(text) {
    let toast = $("[data-toast]");
    if (!toast) {
      toast = document.createElement("p");
      toast.className = "toast";
      toast.dataset.toast = "";
      toast.setAttribute("role", "status");
      $("#main").before(toast);
    }
    toast.textContent = text;
    setTimeout(() => toast.remove(), 4000);
  }

  async function copy(text, node) {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied");
    } catch {
      // No clipboard without TLS: what is to be copied is marked, and one key copies it.
      getSelection().selectAllChildren(node);
    }
  }

  function enhance() {
    document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  }

  function theme() {
    const dark = getComputedStyle(document.documentElement).colorScheme === "dark"
      || !document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches;
    const next = dark ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    document.cookie = `Sluice-Theme=${next}; path=/; max-age=31536000; samesite=strict`;
  }

  async function ask(address) {
    const body = $("[data-dialog-body]");
    const response = await fetch(address, { headers: { "Sluice-Part": "main" } });
    if (!response.ok) { location.assign(address); return; }
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const form = $("form.ask", fresh);
    if (!form) { location.assign(address); return; }
    const title = $("h1", form);
    const heading = document.createElement("h2");
    heading.id = title.id;
    heading.append(...title.childNodes);
    title.replaceWith(heading);
    body.replaceChildren(form);
    enhance();
    $("#dialog").showModal();
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a,button,summary");
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.button);
    if (!event.target.closest("details[data-menu]")) {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => { menu.open = false; });
    }
    if (!target) return;
    if (target.matches("[data-copy]")) {
      const text = $("[data-copy-text]", target.parentNode);
      copy(text.textContent, text);
    } else if (target.matches("[data-theme-switch]")) {
      theme();
    } else if (target.matches("[data-dialog-close]") && target.closest("dialog")) {
      event.preventDefault();
      $("#dialog").close();
    } else if (plain && target.matches("a[data-dialog]") && window.HTMLDialogElement) {
      event.preventDefault();
      ask(target.href);
    } else if (plain && target.matches("a[data-soft]")) {
      event.preventDefault();
      soft(target.href);
    }
  });

  // A link to the same page in another order or range: patched in, and in the history.
  function soft(address) {
    htmx.ajax("GET", address,
      { target: "#main", select: "#main", swap: "patch", headers: { "Sluice-Part": "main" } })
      .then(() => { history.pushState({ soft: true }, "", address); shown = here(); });
  }

  // Back and forth between two addresses of a page; not to a place within it, where focus and scrolling stay.
  const here = () => location.pathname + location.search;
  let shown = here();
  document.addEventListener("htmx:pushedIntoHistory", () => { shown = here(); });
  addEventListener("popstate", () => { if (here() !== shown) location.reload(); });

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details[data-menu][open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      $("summary", menu).focus();
    } else if ((event.ctrlKey || event.metaKey) && event.key === "k" && $("[data-search]")) {
      event.preventDefault();
      $("[data-search]").focus();
      $("[data-search]").select();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // Only inside the list of pipelines, and from the search into it.
      const rows = [...document.querySelectorAll("[data-row]")];
      const at = rows.indexOf(event.target);
      const down = event.key === "ArrowDown";
      const next = event.target.matches("[data-search]") && down ? rows[0] : at >= 0 ? rows[at + (down ? 1 : -1)] : null;
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  });

  const themeSwitch = $("[data-theme-switch]");
  if (themeSwitch) themeSwitch.hidden = false;
  enhance();
  follow();
  const toast = $("[data-toast]");
  if (toast) setTimeout(() => toast.remove(), 8000);
})();
