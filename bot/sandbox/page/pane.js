// One open chat: its log, its composer, its menu.

import { paintAvatar } from "./avatar.js";
import { CommandMenu } from "./commands.js";
import { drawMessage } from "./bubble.js";
import { settleQuotes } from "./text.js";
import { showAlert } from "./tools.js";
import { act, attach } from "./wire.js";

const NEAR_BOTTOM = 80;
const TYPING_DELAY = 350;
const TYPING_LASTS = 6000;
const TOAST_LASTS = 4000;
const ANSWER_PATIENCE = 12000;

export class Pane {
  constructor(chat, state, on) {
    this.state = state;
    this.on = on;
    this.editing = null;
    this.replying = null;
    this.isStuck = true;
    this.lastTop = 0;
    this.busy = new Map(); // buttons waiting for an answer, by query id
    this.early = new Set(); // answers that came before we knew the id of our own tap
    this.element = document.getElementById("pane-template").content.firstElementChild.cloneNode(true);
    this.element.dataset.chat = chat.id;
    const find = (selector) => this.element.querySelector(selector);
    this.log = find(".log");
    this.area = find("textarea");
    this.form = find(".composer");
    this.as = find(".as select");
    this.typing = find(".typing");
    this.toast = find(".toast");
    this.down = find(".down");
    this.context = find(".context");
    this.replyKeyboard = find(".reply-keyboard");
    this.menu = new CommandMenu({
      element: find(".commands"),
      area: this.area,
      opener: find(".slash"),
      commands: () => this.chat.commands[this.person] ?? [],
      send: (text) => this.send(text),
    });
    this.listen(find);
    this.update(chat);
  }

  get person() {
    return this.chat.kind === "private" ? this.chat.id : Number(this.as.value);
  }

  listen(find) {
    find(".back").addEventListener("click", this.on.back);
    find(".close").addEventListener("click", this.on.close);
    find(".start button").addEventListener("click", () => this.send("/start"));
    this.down.addEventListener("click", () => this.toBottom());
    this.log.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.as.addEventListener("change", () => this.update(this.chat));
    this.resizing = new ResizeObserver(() => this.settle());
    this.resizing.observe(this.log);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.area.addEventListener("input", () => {
      this.grow();
      this.menu.filter();
    });
    this.area.addEventListener("keydown", (event) => this.onKey(event));
    this.context.querySelector("button").addEventListener("click", () => this.cancel());
    find(".attach input").addEventListener("change", (event) => this.sendFiles(event.target));
    const more = find(".more");
    document.addEventListener("click", (event) => more.contains(event.target) || (more.open = false));
    more.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      more.open = false;
      more.querySelector("summary").focus();
    });
  }

  // -- drawing

  update(chat) {
    const isSwitch = this.chat?.id !== chat.id;
    this.chat = chat;
    this.drawHead();
    this.drawPeople();
    const wasAtBottom = isSwitch || this.isStuck;
    this.log.replaceChildren();
    if (!chat.messages.length) this.drawEmpty();
    for (const message of chat.messages) this.place(message);
    this.afterChange();
    if (wasAtBottom) this.toBottom();
  }

  drawHead() {
    const { chat } = this;
    const isPrivate = chat.kind === "private";
    const names = chat.people.map((id) => this.state.users.get(id)?.name).join(", ");
    this.element.querySelector("h2").textContent = chat.title;
    this.element.querySelector(".sub").textContent = isPrivate
      ? `in private with ${this.state.bot.name}`
      : `${names} and ${this.state.bot.name}`;
    this.element.setAttribute("aria-label", isPrivate ? `${chat.title} and ${this.state.bot.name}` : chat.title);
    this.log.setAttribute("aria-label", `Messages, ${chat.title}`);
    this.area.setAttribute("aria-label", `Message, ${chat.title}`);
    paintAvatar(this.element.querySelector(".avatar"), chat.id, chat.title);
    this.element.querySelector(".menu").replaceChildren(...this.menuItems());
  }

  menuItems() {
    const { chat } = this;
    if (chat.kind === "private") {
      const isBlocked = chat.state === "blocked";
      const name = isBlocked ? "unblock" : "block";
      return [this.menuItem(isBlocked ? "Unblock the bot" : "Block the bot", name, { user: chat.id })];
    }
    const items = [];
    if (chat.state === "open") items.push(this.menuItem("Remove the bot", "remove_bot", { chat: chat.id }));
    if (chat.kind === "group") items.push(this.menuItem("Make it a supergroup", "migrate", { chat: chat.id }));
    return items;
  }

  menuItem(label, name, body) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      this.element.querySelector(".more").open = false;
      this.attempt(() => act(name, body));
    });
    return button;
  }

  drawPeople() {
    const label = this.element.querySelector(".as");
    label.hidden = this.chat.kind === "private";
    const chosen = this.as.value;
    this.as.replaceChildren(
      ...this.chat.people.map((id) => new Option(this.state.users.get(id)?.name ?? id, id)),
    );
    if ([...this.as.options].some((option) => option.value === chosen)) this.as.value = chosen;
  }

  drawEmpty() {
    const empty = document.createElement("div");
    empty.className = "empty";
    const title = document.createElement("p");
    title.textContent = this.chat.kind === "private" ? `${this.state.bot.name} waits for you` : "Nothing said yet";
    const words = document.createElement("p");
    words.textContent = this.state.description || "Everything stays on this machine. No token, no network.";
    empty.append(title, words);
    this.log.append(empty);
  }

  /** Put a message into the log, or draw it afresh where it is already. */
  place(message) {
    this.log.querySelector(".empty")?.remove();
    const known = this.log.querySelector(`[data-id="${message.id}"]`);
    const drawn = drawMessage(message, {
      username: this.state.bot.username,
      person: this.person,
      isGroup: this.chat.kind !== "private",
      command: (text) => this.send(text),
      start: (payload) => this.on.start(payload, this.chat.kind === "private" ? this.chat.id : this.person),
      tap: (row, column, button) => this.tap(message, row, column, button),
      reply: () => this.replyTo(message),
      jump: (id) => this.jump(id),
    });
    if (known) {
      if (known.contains(document.activeElement)) this.area.focus();
      known.replaceWith(drawn);
    } else {
      this.placeDay(message);
      this.log.append(drawn);
    }
    return drawn;
  }

  placeDay(message) {
    const day = new Date(message.date * 1000).toDateString();
    if ([...this.log.querySelectorAll(".day")].at(-1)?.dataset.day === day) return;
    const line = document.createElement("p");
    line.className = "day";
    line.dataset.day = day;
    const options = { day: "numeric", month: "long", year: "numeric" };
    line.textContent = new Date(message.date * 1000).toLocaleDateString(undefined, options);
    this.log.append(line);
  }

  show(message) {
    const stay = this.isStuck;
    this.place(message);
    if (message.sender.bot) this.hideTyping();
    this.afterChange();
    if (stay || message.sender.id === this.person) this.toBottom();
    else this.down.hidden = this.isAtBottom();
  }

  remove(messageId) {
    this.log.querySelector(`[data-id="${messageId}"]`)?.remove();
    this.afterChange();
  }

  afterChange() {
    settleQuotes(this.log);
    if (this.isStuck) this.toBottom();
    const isEmpty = this.chat.kind === "private" && !this.chat.messages.length;
    const { state } = this.chat;
    const start = this.element.querySelector(".start");
    const button = start.querySelector("button");
    start.hidden = !isEmpty && state === "open";
    this.form.hidden = !start.hidden;
    button.disabled = state === "gone";
    button.textContent = { blocked: "Unblock the bot", gone: "The bot is no longer here" }[state] ?? "Start";
    button.onclick = null;
    if (state === "blocked") {
      button.onclick = (event) => {
        event.stopImmediatePropagation();
        this.attempt(() => act("unblock", { user: this.chat.id }));
      };
    }
    this.drawReplyKeyboard();
  }

  drawReplyKeyboard() {
    const last = this.chat.messages.findLast((message) => message.markup);
    const rows = last?.markup.keyboard ?? [];
    this.replyKeyboard.hidden = !rows.length;
    this.replyKeyboard.replaceChildren(
      ...rows.map((row) => {
        const line = document.createElement("div");
        for (const each of row) {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = each.text ?? each;
          button.addEventListener("click", () => this.send(button.textContent));
          line.append(button);
        }
        return line;
      }),
    );
    if (last?.markup.force_reply && last === this.chat.messages.at(-1)) this.replyTo(last);
  }

  /** Keep to the newest message, and see which quotes are cut, whenever the size changed. */
  settle() {
    settleQuotes(this.log);
    if (this.isStuck) this.toBottom();
  }

  onScroll() {
    const isUpwards = this.log.scrollTop < this.lastTop; // growing content does not move it up, a person does
    if (this.isAtBottom()) this.isStuck = true;
    else if (isUpwards) this.isStuck = false;
    this.lastTop = this.log.scrollTop;
    this.down.hidden = this.isStuck;
  }

  isAtBottom() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_BOTTOM;
  }

  toBottom() {
    this.log.scrollTop = this.log.scrollHeight;
    this.lastTop = this.log.scrollTop;
    this.isStuck = true;
    this.down.hidden = true;
  }

  jump(id) {
    const target = this.log.querySelector(`[data-id="${id}"]`);
    target?.scrollIntoView({ block: "center" });
    target?.classList.add("found");
    setTimeout(() => target?.classList.remove("found"), 1500);
  }

  // -- what the bot does

  showTyping() {
    clearTimeout(this.typingSoon);
    clearTimeout(this.typingOver);
    this.typing.querySelector("span").textContent = `${this.state.bot.name} is typing`;
    this.typing.hidden = false;
    this.typingOver = setTimeout(() => this.hideTyping(), TYPING_LASTS);
  }

  hideTyping() {
    clearTimeout(this.typingSoon);
    clearTimeout(this.typingOver);
    this.typing.hidden = true;
  }

  showAnswer({ query, text, alert, url }) {
    this.busy.get(query)?.removeAttribute("aria-busy");
    if (!this.busy.delete(query)) this.early.add(query);
    if (url) {
      const payload = /[?&]start=([\w-]+)/.exec(url);
      if (payload) this.on.start(payload[1], this.person);
    }
    if (text && alert) showAlert(text);
    else if (text) this.say(text);
  }

  say(text) {
    clearTimeout(this.toastOver);
    this.toast.textContent = text;
    this.toast.hidden = false;
    this.toastOver = setTimeout(() => (this.toast.hidden = true), TOAST_LASTS);
  }

  // -- what the person does

  focus() {
    const target = this.form.hidden ? this.element.querySelector(".start button") : this.area;
    target.focus({ preventScroll: true });
  }

  async attempt(deed) {
    try {
      return await deed();
    } catch (error) {
      this.say(error.message);
      return null;
    }
  }

  async submit() {
    const text = this.area.value.trim();
    if (!text) return;
    this.area.value = "";
    this.grow();
    this.menu.close();
    const editing = this.editing;
    if (editing) {
      this.cancel();
      const { chat, id } = editing;
      await this.attempt(() => act("edit", { user: editing.sender.id, chat, id, text }));
    } else if (!(await this.send(text))) {
      this.area.value = text;
      this.grow();
    }
  }

  async send(text) {
    const reply = this.replying?.id ?? null;
    this.cancel();
    clearTimeout(this.typingSoon);
    this.typingSoon = setTimeout(() => this.showTyping(), TYPING_DELAY);
    const body = { user: this.person, chat: this.chat.id, text, reply_to: reply };
    const sent = await this.attempt(() => act("say", body));
    const message = this.chat.messages.find((each) => each.id === sent?.id);
    if (!sent || message?.unseen) this.hideTyping();
    if (!this.form.hidden) this.area.focus({ preventScroll: true });
    return sent;
  }

  async sendFiles(input) {
    const caption = this.area.value.trim();
    this.area.value = "";
    this.grow();
    for (const file of input.files) {
      await this.attempt(() => attach(this.person, this.chat.id, file, caption));
    }
    input.value = "";
    this.area.focus();
  }

  async tap(message, row, column, button) {
    const body = { user: this.person, chat: this.chat.id, id: message.id, row, column };
    button.setAttribute("aria-busy", "true");
    const tapped = await this.attempt(() => act("tap", body));
    if (!tapped || this.early.delete(tapped.query)) return button.removeAttribute("aria-busy");
    this.busy.set(tapped.query, button);
    return setTimeout(() => button.removeAttribute("aria-busy"), ANSWER_PATIENCE);
  }

  replyTo(message) {
    this.cancel();
    this.replying = message;
    this.showContext(`Reply to ${message.sender.name}`, message.text || message.file?.name || "");
  }

  editLast() {
    const mine = (message) => message.sender.id === this.person && !message.service && !message.file;
    const last = this.chat.messages.findLast(mine);
    if (!last) return;
    this.cancel();
    this.editing = last;
    this.area.value = last.text;
    this.grow();
    this.showContext("Edit", last.text);
  }

  showContext(title, words) {
    this.context.querySelector("strong").textContent = title;
    this.context.querySelector("span").textContent = words.slice(0, 120);
    this.context.hidden = false;
    this.area.focus({ preventScroll: true });
  }

  cancel() {
    if (this.editing) {
      this.area.value = "";
      this.grow();
    }
    this.editing = null;
    this.replying = null;
    this.context.hidden = true;
  }

  onKey(event) {
    if (event.isComposing || this.menu.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      this.cancel();
    } else if (event.key === "ArrowUp" && !this.area.value && !this.editing) {
      event.preventDefault();
      this.editLast();
    }
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight + 2, 160)}px`;
  }
}
