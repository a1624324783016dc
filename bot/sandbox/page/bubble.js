// One message: who, what, when, and the buttons beneath.

import { tintOf } from "./avatar.js";
import { renderText } from "./text.js";

/** Draw a message. `on` has `tap`, `reply`, `jump`, `command`, `start`, and says `person`, `isGroup` and `username`. */
export function drawMessage(message, on) {
  const row = make("article", message.service ? "service" : "row");
  row.dataset.id = message.id;
  if (message.service) {
    row.textContent = message.service;
    return row;
  }
  row.classList.add(message.sender.id === on.person ? "mine" : "theirs");
  row.setAttribute("aria-label", `${message.sender.name}, ${clock(message.date)}`);
  const bubble = make("div", "bubble");
  if (on.isGroup) bubble.append(name(message.sender));
  if (message.reply) bubble.append(quote(message.reply, on));
  if (message.file) bubble.append(file(message.file));
  const words = make("div", "text");
  words.dir = "auto";
  renderText(words, message.text, message.entities, on);
  bubble.append(words, foot(message));
  const stack = make("div", "stack");
  stack.append(bubble);
  if (message.keyboard.length) stack.append(keyboard(message, on));
  row.append(stack, replyButton(message, on));
  return row;
}

function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}

function name(sender) {
  const line = make("p", "name");
  line.textContent = sender.name;
  line.dataset.tint = String(sender.bot ? "bot" : tintOf(sender.id));
  return line;
}

function quote(reply, on) {
  const button = make("button", "quoted");
  button.type = "button";
  const who = make("b", "");
  who.textContent = reply.name;
  const words = make("span", "");
  words.textContent = reply.text;
  words.dir = "auto";
  button.append(who, words);
  button.addEventListener("click", () => on.jump(reply.id));
  return button;
}

function file(shown) {
  if (shown.picture) {
    const picture = make("img", "picture");
    picture.src = shown.address;
    picture.alt = shown.name;
    [picture.width, picture.height] = shown.size;
    return picture;
  }
  const link = make("a", "file");
  link.href = shown.address;
  link.download = shown.name;
  const title = make("b", "");
  title.textContent = shown.name;
  const size = make("span", "");
  size.textContent = shown.bytes < 1024 ? `${shown.bytes} bytes` : `${(shown.bytes / 1024).toFixed(1)} kB`;
  link.append(title, size);
  return link;
}

function foot(message) {
  const line = make("p", "foot");
  const notes = [];
  if (message.unseen) notes.push("not seen by the bot");
  if (message.silent) notes.push("silent");
  if (message.edited) notes.push("edited");
  const time = make("time", "");
  time.dateTime = new Date(message.date * 1000).toISOString();
  time.textContent = clock(message.date);
  line.append(notes.length ? `${notes.join(" · ")} · ` : "", time);
  if (message.unseen) line.title = "In groups bots only hear commands and replies to them (privacy mode).";
  return line;
}

function replyButton(message, on) {
  const button = make("button", "icon reply");
  button.type = "button";
  button.title = "Reply";
  button.setAttribute("aria-label", `Reply to ${message.sender.name}, ${clock(message.date)}`);
  button.textContent = "↩";
  button.addEventListener("click", on.reply);
  return button;
}

function keyboard(message, on) {
  const board = make("div", "keyboard");
  message.keyboard.forEach((buttons, row) => {
    const line = make("div", "");
    buttons.forEach((button, column) => line.append(key(button, row, column, on)));
    board.append(line);
  });
  return board;
}

function key(button, row, column, on) {
  if (button.url) {
    const link = make("a", "key");
    link.href = /^(https?|tg):/i.test(button.url) ? button.url : `https://${button.url}`;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.textContent = `${button.text} ↗`;
    return link;
  }
  const pressed = make("button", "key");
  pressed.type = "button";
  pressed.textContent = button.text;
  if (button.style) pressed.dataset.style = button.style;
  pressed.addEventListener("click", () => {
    if (button.copy_text) navigator.clipboard?.writeText(button.copy_text.text);
    else on.tap(row, column, pressed);
  });
  return pressed;
}
