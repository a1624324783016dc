// The page: which chats there are, which are open, and what changes.

import { paintAvatar } from "./avatar.js";
import { Pane } from "./pane.js";
import { openDialog, watchFaults } from "./tools.js";
import { act, fetchState, follow } from "./wire.js";

const NARROWEST_PANE = 320;
const MOST_PANES = 3;
const REMEMBERED = "sherpa-sandbox-open";

const app = document.querySelector(".app");
const list = document.getElementById("chats");
const main = document.getElementById("panes");
const line = document.getElementById("line");

const state = { bot: { name: "Sherpa", username: "" }, reader: 0, users: new Map(), chats: new Map() };
const panes = new Map(); // open chats by id, the least recently used first
const unread = new Map();

const isNarrow = () => matchMedia("(max-width: 719px)").matches;

function room() {
  if (isNarrow()) return 1;
  return Math.max(1, Math.min(MOST_PANES, Math.floor(main.clientWidth / NARROWEST_PANE)));
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED)) ?? [];
  } catch {
    return [];
  }
}

function remember() {
  if (!isNarrow()) localStorage.setItem(REMEMBERED, JSON.stringify([...panes.keys()]));
}

// -- opening and closing

function openChat(id, { focus = true } = {}) {
  const chat = state.chats.get(id);
  if (!chat) return null;
  let pane = panes.get(id);
  if (pane) {
    panes.delete(id);
  } else {
    while (panes.size >= room()) closeChat(panes.keys().next().value);
    pane = new Pane(chat, state, { close: () => closeChat(id), back: showList, start });
    placeInOrder(pane, id);
  }
  panes.set(id, pane);
  unread.delete(id);
  remember();
  drawList();
  if (focus) {
    showChat(id);
    pane.focus();
  }
  pane.toBottom();
  return pane;
}

function placeInOrder(pane, id) {
  const order = [...state.chats.keys()];
  const after = [...main.children].find((other) => order.indexOf(Number(other.dataset.chat)) > order.indexOf(id));
  main.insertBefore(pane.element, after ?? null);
}

function closeChat(id) {
  panes.get(id)?.element.remove();
  panes.delete(id);
  remember();
  drawList();
}

function showChat(id) {
  if (isNarrow() && app.dataset.view !== "chat") history.pushState({ chat: id }, "");
  app.dataset.view = "chat";
}

function showList() {
  if (history.state?.chat) history.back();
  else app.dataset.view = "list";
}

addEventListener("popstate", () => {
  app.dataset.view = "list";
  list.querySelector("button")?.focus();
});

addEventListener("resize", () => {
  while (panes.size > room()) closeChat(panes.keys().next().value);
});

async function start(payload, chat = state.reader) {
  const pane = openChat(chat);
  await pane?.send(`/start ${payload}`);
}

// -- the list of chats

function preview(chat) {
  const last = chat.messages.at(-1);
  if (!last) return chat.kind === "private" ? "Not started yet" : "No messages yet";
  const words = last.service ?? (last.text.replace(/\s+/g, " ") || last.file?.name || "");
  return last.sender.bot || last.service ? words : `${last.sender.name}: ${words}`;
}

function drawList() {
  const focused = document.activeElement?.dataset.chat;
  list.replaceChildren(...[...state.chats.values()].map(listItem));
  if (focused) list.querySelector(`[data-chat="${focused}"]`)?.focus();
}

function listItem(chat) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.chat = chat.id;
  if (panes.has(chat.id)) button.setAttribute("aria-current", "true");
  const avatar = document.createElement("span");
  avatar.className = "avatar";
  avatar.setAttribute("aria-hidden", "true");
  paintAvatar(avatar, chat.id, chat.title);
  const words = document.createElement("span");
  words.className = "words";
  const title = document.createElement("b");
  title.textContent = chat.title;
  const last = document.createElement("span");
  last.textContent = preview(chat);
  last.dir = "auto";
  words.append(title, last);
  button.append(avatar, words);
  const count = unread.get(chat.id);
  if (count) {
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = count;
    badge.setAttribute("aria-label", `${count} new`);
    button.append(badge);
  }
  button.addEventListener("click", () => openChat(chat.id));
  item.append(button);
  return item;
}

// -- changes

function takeState(fresh) {
  const isFirst = state.chats.size === 0;
  state.bot = fresh.bot;
  state.reader = fresh.reader;
  state.description = fresh.description;
  state.users = new Map(fresh.users.map((user) => [user.id, user]));
  state.chats = new Map(fresh.chats.map((chat) => [chat.id, chat]));
  for (const [id, pane] of panes) {
    const chat = state.chats.get(id);
    if (chat) pane.update(chat);
    else closeChat(id);
  }
  if (isFirst) openFirst();
  drawList();
}

function openFirst() {
  const link = new URLSearchParams(location.search).get("start");
  if (link !== null) history.replaceState(null, "", "/");
  const wanted = remembered().filter((id) => state.chats.has(id));
  const ids = wanted.length ? wanted : [...state.chats.keys()];
  if (!isNarrow()) {
    for (const id of ids.slice(0, room())) openChat(id, { focus: false });
    panes.values().next().value?.focus();
  }
  if (link) start(link);
}

function takeMessage(message) {
  const chat = state.chats.get(message.chat);
  if (!chat) return refresh();
  const at = chat.messages.findIndex((known) => known.id === message.id);
  if (at >= 0) chat.messages[at] = message;
  else chat.messages.push(message);
  panes.get(chat.id)?.show(message);
  if (at < 0 && !panes.has(chat.id)) unread.set(chat.id, (unread.get(chat.id) ?? 0) + 1);
  return drawList();
}

function takeDeleted({ chat: id, id: messageId }) {
  const chat = state.chats.get(id);
  if (!chat) return;
  chat.messages = chat.messages.filter((message) => message.id !== messageId);
  panes.get(id)?.remove(messageId);
  drawList();
}

async function refresh() {
  takeState(await fetchState());
}

follow({
  onOpen: async () => {
    line.textContent = "Connected";
    line.dataset.state = "open";
    await refresh();
  },
  onLost: () => {
    line.textContent = "Connection lost, trying again…";
    line.dataset.state = "lost";
  },
  onEvent: (event) => {
    if (event.type === "message") takeMessage(event.message);
    else if (event.type === "deleted") takeDeleted(event);
    else if (event.type === "typing") panes.get(event.chat)?.showTyping();
    else if (event.type === "answer") panes.get(event.chat)?.showAnswer(event);
    else refresh();
  },
});

// -- people, groups, weather

document.getElementById("add-person").addEventListener("click", () =>
  openDialog("person-dialog", async (form) => {
    const { chat } = await act("add_user", { name: form.get("name") });
    await refresh();
    openChat(chat);
  }),
);

document.getElementById("add-group").addEventListener("click", () => {
  const members = document.getElementById("group-members");
  members.replaceChildren(...[...state.users.values()].map(memberBox));
  openDialog("group-dialog", async (form) => {
    const chosen = form.getAll("member").map(Number);
    const supergroup = form.has("supergroup");
    const { chat } = await act("add_group", { title: form.get("title"), members: chosen, supergroup });
    await refresh();
    openChat(chat);
  });
});

function memberBox(user, index) {
  const label = document.createElement("label");
  label.className = "check";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = "member";
  box.value = user.id;
  box.defaultChecked = index < 2;
  label.append(box, ` ${user.name}`);
  return label;
}

watchFaults(state);
