// The list of commands over the composer: filtered while typing, walked with the arrow keys.

let menus = 0;

export class CommandMenu {
  constructor({ element, area, opener, commands, send }) {
    this.element = element;
    this.area = area;
    this.opener = opener;
    this.commands = commands;
    this.send = send;
    this.active = 0;
    this.shown = [];
    menus += 1;
    this.element.id = `commands-${menus}`;
    area.setAttribute("aria-controls", this.element.id);
    opener.setAttribute("aria-controls", this.element.id);
    opener.addEventListener("click", () => (this.isOpen ? this.close() : this.openAll()));
    area.addEventListener("blur", (event) => {
      if (event.relatedTarget === opener) return;
      setTimeout(() => document.activeElement === area || this.close(), 150);
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  openAll() {
    this.area.focus();
    this.open(this.commands());
  }

  /** Follow what is being typed: a slash and letters, nothing after. */
  filter() {
    const typed = /^\/(\w*)$/.exec(this.area.value);
    if (!typed) return this.close();
    const start = typed[1].toLowerCase();
    return this.open(this.commands().filter(({ command }) => command.startsWith(start)));
  }

  open(commands) {
    this.shown = commands;
    this.active = 0;
    if (!commands.length) return this.close();
    this.element.replaceChildren(...commands.map((command, index) => this.option(command, index)));
    this.element.hidden = false;
    return this.mark();
  }

  close() {
    this.element.hidden = true;
    this.shown = [];
    this.mark();
  }

  option({ command, description }, index) {
    const option = document.createElement("div");
    option.id = `${this.element.id}-${index}`;
    option.setAttribute("role", "option");
    const name = document.createElement("b");
    name.textContent = `/${command}`;
    const words = document.createElement("span");
    words.textContent = description;
    option.append(name, words);
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.pick(index));
    return option;
  }

  mark() {
    const { isOpen } = this;
    this.area.setAttribute("aria-expanded", String(isOpen));
    this.opener.setAttribute("aria-expanded", String(isOpen));
    this.area.removeAttribute("aria-activedescendant");
    [...this.element.children].forEach((option, index) => {
      const isActive = isOpen && index === this.active;
      option.setAttribute("aria-selected", String(isActive));
      if (!isActive) return;
      this.area.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  pick(index) {
    const { command } = this.shown[index];
    this.area.value = "";
    this.area.dispatchEvent(new Event("input"));
    this.close();
    this.send(`/${command}`);
  }

  /** Take a key if it is for the menu; tells whether it was. */
  onKey(event) {
    if (!this.isOpen) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      this.active = (this.active + steps[event.key] + this.shown.length) % this.shown.length;
      this.mark();
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.pick(this.active);
    } else if (event.key === "Tab" && !event.shiftKey) {
      this.area.value = `/${this.shown[this.active].command} `;
      this.close();
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }
}
