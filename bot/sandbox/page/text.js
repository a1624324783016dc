// Words and entities become elements. Nothing here ever reads words as HTML.

const SIMPLE = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);

/**
 * Fill `parent` with a message text. Offsets count UTF-16 units, as strings here do.
 * `on.command(text)` and `on.start(payload)` are called for what the reader follows.
 */
export function renderText(parent, text, entities, on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  renderRange(parent, text, sorted, 0, text.length, on);
}

function renderRange(parent, text, entities, start, end, on) {
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    parent.append(text.slice(at, entity.offset));
    const { outer, inner } = elementFor(entity, text.slice(entity.offset, stop), on);
    renderRange(inner, text, entities.slice(index + 1, next), entity.offset, stop, on);
    parent.append(outer);
    at = stop;
    if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1;
    index = next;
  }
  parent.append(text.slice(at, end));
}

function elementFor(entity, words, on) {
  const make = MAKERS[entity.type];
  const outer = make ? make(entity, words, on) : document.createElement(SIMPLE[entity.type] ?? "span");
  return { outer, inner: outer.querySelector(".inner") ?? outer };
}

const MAKERS = {
  code: () => document.createElement("code"),
  pre: (entity) => {
    const block = document.createElement("pre");
    if (entity.language) block.dataset.language = entity.language;
    return block;
  },
  blockquote: () => document.createElement("blockquote"),
  expandable_blockquote: () => expandable(),
  spoiler: () => spoiler(),
  text_link: (entity, words, on) => link(entity.url, on),
  url: (entity, words, on) => link(/^[a-z]+:\/\//i.test(words) ? words : `https://${words}`, on),
  email: (entity, words) => plainLink(`mailto:${words}`),
  bot_command: (entity, words, on) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.addEventListener("click", () => on.command(words));
    return button;
  },
  mention: () => named("span", "mark"),
  text_mention: () => named("span", "mark"),
  hashtag: () => named("span", "mark"),
  cashtag: () => named("span", "mark"),
  date_time: (entity) => {
    const time = document.createElement("time");
    const moment = new Date(entity.unix_time * 1000);
    time.dateTime = moment.toISOString();
    time.title = moment.toLocaleString();
    return time;
  },
};

function named(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function link(address, on) {
  const anchor = plainLink(address);
  const start = /^https?:\/\/t\.me\/(\w+)\?start=([\w-]{1,64})$/.exec(address);
  if (start && start[1].toLowerCase() === on.username.toLowerCase()) {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      on.start(start[2]);
    });
  }
  return anchor;
}

function plainLink(address) {
  const anchor = document.createElement("a");
  if (/^(https?|mailto|tg):/i.test(address)) anchor.href = address;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  anchor.title = address;
  return anchor;
}

function spoiler() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "spoiler";
  button.setAttribute("aria-label", "Hidden words, press to show");
  button.addEventListener("click", () => {
    button.classList.toggle("shown");
    if (button.classList.contains("shown")) button.removeAttribute("aria-label");
    else button.setAttribute("aria-label", "Hidden words, press to show");
  });
  return button;
}

function expandable() {
  const quote = named("blockquote", "expandable");
  const words = named("div", "inner");
  const toggle = named("button", "expand");
  toggle.type = "button";
  toggle.setAttribute("aria-expanded", "false");
  toggle.textContent = "Show more";
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Show less" : "Show more";
  });
  quote.append(words, toggle);
  return quote;
}

/** Offer "Show more" only under quotes that are really cut. To be called once they are on the page. */
export function settleQuotes(parent) {
  for (const quote of parent.querySelectorAll("blockquote.expandable:not(.open)")) {
    const words = quote.querySelector(".inner");
    quote.classList.toggle("short", words.scrollHeight <= words.clientHeight + 2);
  }
}
