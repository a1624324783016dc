// The round sign of a chat: its first letter, in a colour that stays its own.

const TINTS = 6;

/** The number of the colour that belongs to a person or a chat. */
export function tintOf(id) {
  return Math.abs(id < 0 ? id - 2 : id) % TINTS;
}

/** Paint `element` as the sign of the chat with that id and title. */
export function paintAvatar(element, id, title) {
  element.textContent = [...title][0]?.toUpperCase() ?? "?";
  element.dataset.tint = String(tintOf(id));
}
