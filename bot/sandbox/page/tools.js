// Dialogs, and the weather: faults to switch on and off.

import { faults } from "./wire.js";

/** Open a dialog and call `done(FormData)` when it is submitted. A complaint stays in the dialog. */
export function openDialog(id, done) {
  const dialog = document.getElementById(id);
  const form = dialog.querySelector("form");
  form.reset();
  const field = form.querySelector("input:not([type=checkbox])");
  field?.setCustomValidity("");
  form.onsubmit = async (event) => {
    event.preventDefault();
    try {
      await done(new FormData(form));
      dialog.close();
    } catch (error) {
      field?.setCustomValidity(error.message);
      form.reportValidity();
      field?.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    }
  };
  for (const button of dialog.querySelectorAll("[data-close]")) button.onclick = () => dialog.close();
  dialog.showModal();
}

/** Show an alert of the bot. */
export function showAlert(text) {
  document.getElementById("alert-text").textContent = text;
  document.getElementById("alert-dialog").showModal();
}

/** Make the weather panel work. */
export function watchFaults(state) {
  const panel = document.getElementById("faults");
  const form = document.getElementById("fault-form");
  const limits = document.getElementById("limits");
  const refresh = async () => drawRules(await faults());
  panel.addEventListener("toggle", () => {
    if (!panel.open) return;
    const any = form.elements.chat.options[0];
    form.elements.chat.replaceChildren(any, ...[...state.chats.values()].map(chatOption));
    refresh();
  });
  setInterval(() => panel.open && refresh(), 2000);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    drawRules(await faults("POST", readRule(new FormData(form))));
  });
  limits.addEventListener("change", async () => drawRules(await faults("POST", { limits: limits.checked })));
  document.getElementById("clear-faults").addEventListener("click", async () => drawRules(await faults("DELETE")));
}

function chatOption(chat) {
  const option = document.createElement("option");
  option.value = chat.id;
  option.textContent = chat.title;
  return option;
}

function readRule(form) {
  const seconds = Number(form.get("seconds"));
  return {
    kind: form.get("kind"),
    methods: form.get("methods") ? [form.get("methods")] : [],
    chats: form.get("chat") ? [Number(form.get("chat"))] : [],
    times: Number(form.get("times")) || 1,
    milliseconds: Math.round(seconds * 1000),
    retry_after: Math.max(1, Math.round(seconds)),
  };
}

function drawRules({ rules, limits }) {
  document.getElementById("limits").checked = limits;
  document.getElementById("faults").dataset.on = String(limits || rules.some((rule) => !isSpent(rule)));
  document.getElementById("rules").replaceChildren(
    ...rules.map((rule) => {
      const item = document.createElement("li");
      item.classList.toggle("spent", isSpent(rule));
      const which = rule.methods.join(", ") || "all calls";
      item.textContent = `${rule.kind.replaceAll("_", " ")} · ${which} · ${rule.struck} of ${rule.times ?? "∞"}`;
      return item;
    }),
  );
}

function isSpent(rule) {
  return rule.times !== null && rule.struck >= rule.times;
}
