// The page answers without this script. With it, answers stack as a conversation, which the tab
// keeps, and a quote scrolls the article beside it to its place and marks it, to the character.
//
// Past 400 lines: one file is one request, and its parts share what the article's pane shows.

document.documentElement.classList.add("scripted");

let isNew = true; // the page has just been opened: nothing glides yet
let isKeyed = false; // somebody goes by keys, and sees where
addEventListener("keydown", () => {
  isKeyed = true;
  document.getElementById("marked")?.classList.remove("opened");
}, true);

const reading = () => document.getElementById("reading");
const form = document.getElementById("ask");
const exchanges = document.getElementById("exchanges");
const said = document.getElementById("said");

/** The elements of HTML that this server has sent; its scripts do not run. */
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

const fetched = async (url, options = {}) => {
  const headers = { Accept: "text/html", ...options.headers };
  return fetch(url, { ...options, headers });
};

/** Bring an element into view; of one that is too tall for the middle, its beginning. */
const scrollTo = (element, wanted) => {
  const calm = isNew || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = calm ? "auto" : "smooth";
  const pane = reading();
  const box = element.getBoundingClientRect();
  if (pane?.contains(element) && pane !== element && getComputedStyle(pane).overflowY === "auto") {
    // By itself: `scrollIntoView` would scroll the conversation beside it as well.
    const frame = pane.getBoundingClientRect();
    const above = Math.max(80, (frame.height - box.height) / 2);
    pane.scrollBy({ top: box.top - frame.top - above, behavior });
    return;
  }
  element.scrollIntoView({ block: box.height > innerHeight / 2 ? "start" : wanted, behavior });
};

// Marking. Offsets are code points of the stored text, of which #text holds all from data-start
// on; the DOM counts UTF-16 units.

const points = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

const unitOf = (text, point) => {
  let unit = 0;
  for (; point > 0; point -= 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  return unit;
};

/** Wrap the text from `start` to `end` in elements with that name, and return them. */
function wrap(body, start, end, name) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const parts = [];
  let at = Number(body.dataset.start);
  for (let node = walker.nextNode(); node && at < end; node = walker.nextNode()) {
    const size = points(node.data);
    const from = Math.max(start, at);
    const to = Math.min(end, at + size);
    if (from < to) parts.push([node, unitOf(node.data, from - at), unitOf(node.data, to - at)]);
    at += size;
  }
  if (at < end) return [];
  return parts.map(([node, from, to]) => {
    const range = new Range();
    range.setStart(node, from);
    range.setEnd(node, to);
    const element = document.createElement(name);
    range.surroundContents(element);
    return element;
  });
}

function unmark(body) {
  for (const element of body.querySelectorAll("mark, strong")) {
    element.replaceWith(...element.childNodes);
  }
  body.normalize();
}

/** "3168,3191" as two offsets of the text in `body`; null for anything else. */
function placeOf(text, body) {
  const match = /^(\d{1,9}),(\d{1,9})(;.*)?$/.exec(text);
  if (!match) return null;
  const [start, end] = [Number(match[1]), Number(match[2])];
  return start < end ? [start, end] : null;
}

/** Mark the place that `hash` names, `short` more strongly, and go there; say if there is none. */
function show(hash, short) {
  const body = document.getElementById("text");
  if (!body) return false;
  const bad = document.getElementById("bad-place");
  bad.textContent = "";
  unmark(body);
  let name = hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch {
    // Not encoded as an address is: not one of ours.
  }
  if (!name.startsWith("char=")) return false;
  const place = placeOf(name.slice(5), body);
  const marks = place ? wrap(body, ...place, "mark") : [];
  const begin = Number(body.dataset.start);
  if (place && place[0] < begin && (marks.length || place[1] <= begin)) {
    bad.textContent = bad.dataset.head; // the file has that place, but no page shows it
  } else if (!marks.length) {
    bad.textContent = bad.dataset.said;
  }
  if (!marks.length) return false;
  const strong = short ? placeOf(short, body) : null;
  if (strong && place[0] <= strong[0] && strong[1] <= place[1]) wrap(body, ...strong, "strong");
  const first = marks[0];
  first.id = "marked";
  if (isNew && !isKeyed) first.className = "opened"; // it gets no frame: no key has led to it
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  scrollTo(first, "center");
  return true;
}

// Going from place to place. What the pane shows is an address of this server; what is in the
// bar is the same, with the place in it, so that it can be copied.

const home = location.pathname + location.search;
const opening = reading()?.dataset.path;
let shown = opening;
let latest = 0;
let left = null; // the link that led to the article, to come back to

const paneOf = (url) => {
  const path = url.pathname + url.search;
  return path === home ? opening : path;
};

async function open(url, { short = "", push = true } = {}) {
  const pane = paneOf(url);
  if (pane !== shown) {
    const turn = (latest += 1);
    let next;
    try {
      const response = await fetched(pane);
      next = parsed(await response.text());
    } catch {
      location.assign(url);
      return;
    }
    if (turn !== latest) return;
    const section = next.getElementById("reading");
    if (!section) {
      location.assign(url);
      return;
    }
    reading().replaceWith(section);
    shown = pane;
    document.title = next.title;
    noteCited();
    offerArticle();
  }
  const state = { short, title: document.title };
  if (push && url.href !== location.href) history.pushState(state, "", url);
  else if (push) history.replaceState(state, "");
  document.getElementById("back").hidden = !left;
  if (!show(url.hash, short) && push) {
    reading().focus({ preventScroll: true });
    reading().scrollTo(0, 0);
    if (!url.hash) scrollTo(reading(), "start");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.hreflang) link.hash = location.hash; // the same place in the other language
  const isPlain = !event.defaultPrevented && event.button === 0
    && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain) return;
  if (link.dataset.ask) {
    event.preventDefault();
    ask(link.dataset.ask);
  } else if (link.hasAttribute("data-open") && reading()) {
    event.preventDefault();
    left = exchanges.contains(link) ? link : left;
    open(new URL(link.href), { short: link.dataset.short });
  }
});

document.addEventListener("submit", (event) => {
  if (!event.target.hasAttribute("data-open")) return;
  event.preventDefault();
  const url = new URL(event.target.action);
  url.search = new URLSearchParams(new FormData(event.target));
  open(url);
});

addEventListener("popstate", async (event) => {
  if (!reading()) return; // /verify, /why, an error
  await open(new URL(location), { short: event.state?.short, push: false });
  document.title = event.state?.title ?? document.title;
  if (left && !location.hash) left.focus({ preventScroll: true });
});

document.addEventListener("click", (event) => {
  if (event.target.id !== "back" || !left) return;
  left.focus({ preventScroll: true });
  scrollTo(left, "center");
});

/** In a list of articles, say which ones the conversation has quoted, and of no other. */
function noteCited() {
  const word = reading()?.dataset.cited;
  if (!word) return;
  const cited = new Set([...document.querySelectorAll(".quote:not(.nearest)")].map((quote) => quote.dataset.document));
  if (!cited.size) document.getElementById("cited")?.remove();
  for (const item of document.querySelectorAll(".articles li")) {
    const note = item.querySelector(".cites");
    if (!cited.has(item.dataset.document)) {
      note?.remove();
    } else if (!note) {
      const [added, label] = [document.createElement("span"), document.createElement("strong")];
      added.className = "cites";
      label.className = "cited";
      label.textContent = word;
      added.append(" · ", label);
      item.querySelector(".dateline").append(added);
    }
  }
}

/** Let the question be limited to the article that is read, unless it is to another one. */
function offerArticle() {
  const row = document.getElementById("only");
  const box = row?.querySelector("input");
  if (!box || box.checked) return;
  const { document: id = "", title = "" } = reading().dataset;
  row.hidden = !id;
  box.value = id;
  row.querySelector("bdi").textContent = title;
}

// Asking. The conversation has a random name. The tab keeps it with the last answers, as HTML that
// this server made: they are there again after a reload, on the way back, in the other language.

const newName = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};
const MOST = 30; // answers that are kept
const key = `conversation at ${form?.dataset.url}`;
const tab = (() => {
  try {
    return form?.hasAttribute("data-keeps") ? sessionStorage : null;
  } catch {
    return null; // the browser keeps nothing
  }
})();
const opened = new URLSearchParams(location.search);
const LIMITS = ["document_id", "since", "until", "article_language"];
/** A question in an address, with its limits: what tells it from others. */
const asked = opened.get("q") && [opened.get("q"), ...LIMITS.map((name) => opened.getAll(name).join(" "))].join("\n").trim();
let came = exchanges?.querySelector(".exchange"); // answered with the page, by nobody known
let conversation = newName();
let unasked = null; // what `came` answers, as long as the conversation lacks it
let wasLimited = false; // by the form: then a follow-up says so where it no longer is
let kept = []; // all that is shown: its HTML and language, and `asked` of what came with a page
let isKept = false; // by this tab, and by the server
let isAsking = false;

const entryOf = (exchange, question) => ({
  html: exchange.outerHTML.replaceAll("\r", "&#13;"), // which a parser would take for a line feed
  lang: document.documentElement.lang,
  asked: question,
});

const exchangeOf = ({ html, lang }) => {
  const exchange = parsed(html).querySelector(".exchange");
  if (exchange && lang !== document.documentElement.lang) exchange.lang = lang;
  return exchange;
};

function keep() {
  if (!("keeps" in form.dataset)) return;
  isKept = true;
  for (const answers of [kept.slice(-MOST), []]) {
    try {
      tab?.setItem(key, JSON.stringify({ conversation, unasked, wasLimited, kept: answers }));
      return;
    } catch {
      // Too much: then at least its name, to go on with it and to delete it by.
    }
  }
}

/** Show again what the tab keeps, and after it what came with the page. */
function recall() {
  const held = JSON.parse(tab?.getItem(key) ?? null);
  isKept = Boolean(held);
  if (held) ({ conversation, unasked, wasLimited, kept } = held);
  else [unasked, wasLimited, kept] = [null, false, []];
  const known = came ? kept.findIndex((entry) => entry.asked === asked) : -1;
  if (known >= 0) {
    kept[known] = entryOf(came, asked); // the same, in the language chosen now
  } else if (came) {
    kept.push(entryOf(came, asked));
    unasked = { question: opened.get("q"), limits: limitsOf(opened) };
  }
  exchanges.replaceChildren(...kept.map(exchangeOf).filter(Boolean));
  dress(exchanges);
  settle();
}

/** What lies round the answers depends on whether there are any. */
function settle() {
  const hide = (id, isHidden) => { (document.getElementById(id) ?? {}).hidden = isHidden; };
  hide("examples", kept.length);
  hide("kept", !isKept);
  hide("forgotten", true);
  form.querySelector("label").textContent = kept.length ? form.dataset.next : form.dataset.first;
  noteCited();
}

/** The limits in an address or a form; null where there are none. */
function limitsOf(data) {
  const limits = {
    document_id: data.getAll("document_id").filter(Boolean),
    since: data.get("since") || null,
    until: data.get("until") || null,
    article_language: data.get("article_language") || null,
  };
  return limits.document_id.length || limits.since || limits.until || limits.article_language ? limits : null;
}

const noLimits = { document_id: [] };

const post = (question, limits) => fetched(form.dataset.url, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({
    ...limits,
    question,
    conversation_id: "keeps" in form.dataset ? conversation : null,
  }),
});

function refuse(words) {
  const refusal = document.getElementById("refusal");
  refusal.replaceChildren();
  if (!words) return;
  const line = document.createElement("p");
  line.className = "refusal";
  line.textContent = words;
  refusal.append(line);
}

async function ask(question) {
  const field = form.elements.q;
  const button = form.querySelector("button");
  if (isAsking || !question.trim()) return;
  isAsking = true;
  const label = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = form.dataset.asking;
  said.textContent = form.dataset.asking;
  field.value = question;
  refuse("");
  try {
    if (unasked) await post(unasked.question, unasked.limits);
    wasLimited ||= Boolean(unasked?.limits);
    unasked = null;
    const limits = limitsOf(new FormData(form));
    const response = await post(question, limits ?? (wasLimited ? noLimits : null));
    wasLimited = Boolean(limits);
    const content = parsed(await response.text());
    const exchange = content.querySelector(".exchange");
    if (!response.ok || !exchange) {
      refuse(content.querySelector(".refusal, main p")?.textContent || form.dataset.network);
      field.setAttribute("aria-invalid", "true");
      return;
    }
    field.removeAttribute("aria-invalid");
    field.value = "";
    kept.push(entryOf(exchange));
    keep();
    exchanges.append(exchange);
    dress(exchange);
    settle();
    said.textContent = exchange.dataset.said;
    if (matchMedia("(pointer: coarse)").matches) field.blur();
    scrollTo(exchange, "start");
    if (document.activeElement.matches("body, [hidden] *")) {
      exchange.tabIndex = -1; // the example that was asked is hidden, and the focus goes with it
      exchange.focus({ preventScroll: true });
    }
  } catch {
    refuse(form.dataset.network);
  } finally {
    isAsking = false;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
    if (said.textContent === form.dataset.asking) said.textContent = "";
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(form.elements.q.value);
});

document.getElementById("forget")?.addEventListener("click", async (event) => {
  if (isAsking) return; // what is being answered would be kept after all
  const { url } = event.target.dataset;
  try {
    const response = await fetch(url + conversation, { method: "DELETE" });
    if (!response.ok) throw new Error(response.statusText);
  } catch {
    refuse(form.dataset.network);
    return;
  }
  tab?.removeItem(key);
  came = null;
  conversation = newName();
  recall();
  if (asked && location.search) history.replaceState(history.state, "", location.pathname + location.hash);
  const forgotten = document.getElementById("forgotten");
  forgotten.hidden = false;
  said.textContent = forgotten.textContent;
  form.elements.q.focus();
});

// What an answer offers: its citation, and why it is what it is.

function dress(part) {
  for (const button of part.querySelectorAll(".copy")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  const address = new URL(button.dataset.href, location.href).href;
  const text = `${button.dataset.citation}, ${address}`;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No permission, or not over HTTPS: the citation is shown, selected.
    const field = button.parentElement.querySelector("textarea") ?? document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.rows = 4;
    field.setAttribute("aria-label", button.dataset.label);
    button.parentElement.append(field);
    field.select();
    said.textContent = button.dataset.select;
    return;
  }
  button.dataset.name ??= button.textContent;
  button.textContent = said.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = button.dataset.name; }, 2000);
});

document.addEventListener("toggle", async (event) => {
  const link = event.target.matches?.(".why[open]") && event.target.querySelector("p > a");
  if (!link || event.target.hasAttribute("aria-busy")) return;
  event.target.setAttribute("aria-busy", "true");
  try {
    const response = await fetched(link.href);
    const reasons = parsed(await response.text()).getElementById("reasons");
    if (response.ok && reasons) {
      reasons.removeAttribute("id");
      link.parentElement.replaceWith(reasons);
    }
  } catch {
    // The link stays.
  }
  event.target.removeAttribute("aria-busy");
}, true);

// Paper has no links: it gets whole addresses.
addEventListener("beforeprint", () => {
  for (const link of document.querySelectorAll(".tools a")) link.dataset.address ||= link.href;
});

dress(document);
if (form) {
  recall();
  // Unless the browser goes where it was before: to what was said last.
  const [{ type }] = performance.getEntriesByType("navigation");
  if (kept.length > 1 && type === "navigate" && !location.hash) scrollTo(exchanges.lastElementChild, "start");
  addEventListener("pageshow", (event) => { if (event.persisted && tab) recall(); });
}
history.replaceState({ short: history.state?.short, title: document.title }, "");
if (location.hash) show(location.hash, history.state?.short);
// The browser goes to the fragment once all is loaded, and takes the focus from the mark.
addEventListener("load", () => setTimeout(() => {
  if (location.hash && shown === opening) show(location.hash, history.state?.short);
  isNew = false;
}));
