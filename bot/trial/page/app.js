"use strict";
// The page of the trial chat.  Everything that comes from messages is put into the page as text nodes.

const $ = (id) => document.getElementById(id);
const ERRORS = {
  empty_text: "Die Nachricht ist leer.", empty_name: "Von wem stammt die Nachricht?",
  bad_time: "Diese Zeitangabe ist ungültig.", unknown_chat: "Diesen Chat gibt es nicht mehr.",
  unknown_button: "Diesen Knopf gibt es nicht mehr.", unknown_topic: "Dieses Thema gibt es nicht mehr.",
  unknown_message: "Diese Nachricht gibt es nicht mehr.", unknown_example: "Diesen Artikel gibt es nicht.",
  may_not_write: "In einem Kanal schreiben nur seine Administratoren.", unknown_person: "Diese Person gibt es nicht.",
  not_yours: "Ändern kann eine Nachricht nur, wer sie geschrieben hat.", unknown_result: "Dieses Ergebnis gibt es nicht mehr.", no_inline: "Der Bot lässt sich hier nicht über seinen Namen fragen.",
};
const GENERAL = { id: 0, name: "Allgemein" }; // the topic that every forum has
const KINDS = { private: "Privat", group: "Gruppe", supergroup: "Gruppe", channel: "Kanal" };
const ROLES = { creator: "Leitung", administrator: "Admin", member: "Mitglied" };
const LONG_TEXT = 600; // characters; longer posts of people are folded
const TYPING_MS = 5000;
const ASK_MS = 300; // after the last key, before the bot is asked by its name

const time = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit" });
const moment = new Intl.DateTimeFormat("de-DE", {
  day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
});
const day = new Intl.DateTimeFormat("de-DE", { weekday: "long", day: "numeric", month: "long" });
const shortDay = new Intl.DateTimeFormat("de-DE", { weekday: "short", day: "numeric", month: "long", year: "numeric" });

const state = { bot: {}, person: {}, people: [], chats: new Map(), examples: [], sent: new Set() };
const unread = new Map();
const typing = new Map(); // room key → timer
const waiting = new Map(); // query id → tapped button
let current = null; // key of the open room
let chosen = -1; // index of the marked suggestion
let target = null; // the message that is answered, or edited: { message, edit }
let asked = { query: null, text: "", results: [] }; // what the bot was asked by its name, and what it offers

// Small helpers

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

async function post(path, options) {
  try {
    const answer = await fetch(path, { method: "POST", ...options });
    const body = await answer.json();
    if (answer.ok) return body;
    toast(ERRORS[body.error] || "Das hat nicht geklappt.");
  } catch {
    toast("Das Programm antwortet nicht.");
  }
  return null;
}

function act(what) {
  const { chat, thread } = room(current);
  const deed = { chat: chat.id, as: state.person.id, ...(thread ? { thread } : {}), ...what };
  return post("trial/do", { headers: { "Content-Type": "application/json" }, body: JSON.stringify(deed) });
}

// Rooms: a chat, or one topic of a forum

const keyOf = (chat, thread) => `${chat}/${thread || 0}`;
const keyOfMessage = (message) => keyOf(message.chat.id, message.is_topic_message ? message.message_thread_id : 0);

function room(key) {
  const [chatId, thread] = key.split("/").map(Number);
  const chat = state.chats.get(chatId);
  const topic = chat.topics.find((each) => each.id === thread) || (chat.is_forum ? GENERAL : null);
  const kind = topic ? "topic" : chat.type;
  const title = chat.type === "private" ? `${state.bot.first_name}-Bot` : chat.title;
  const label = topic ? "Thema" : KINDS[chat.type];
  return { key, chat, thread: topic?.id || null, name: topic ? `${title} › ${topic.name}` : title, kind, label };
}

function roomKeys() {
  const keys = [];
  const shared = [...state.chats.values()].filter((chat) => chat.type !== "private");
  const own = state.chats.get(state.person.id); // the private chats of others are theirs
  for (const chat of own ? [own, ...shared] : shared) {
    keys.push(keyOf(chat.id, 0), ...chat.topics.map((topic) => keyOf(chat.id, topic.id)));
  }
  return keys;
}

const messagesOf = (key) => {
  const { chat } = room(key);
  return [...chat.messages.values()].filter((message) => keyOfMessage(message) === key);
};

function avatar(element, { kind, name }) {
  element.className = `avatar ${kind}`;
  element.textContent = kind === "topic" ? "#" : name.slice(0, 1);
}

function preview(message) {
  if (!message) return "";
  const file = message.document ? `📄 ${message.document.file_name}` : "📷 Bild";
  return (message.text || message.caption || file).slice(0, 80);
}

function drawRooms() {
  const list = roomKeys().map((key) => {
    const shown = room(key);
    const face = make("span", { "aria-hidden": "true" });
    avatar(face, shown);
    const last = messagesOf(key).at(-1);
    const count = unread.get(key) || 0;
    const words = make("span", { class: "room-text" }, make("b", {}, shown.name),
      make("span", {}, last ? `${shown.label} · ${preview(last)}` : shown.label));
    const badge = count ? make("span", { class: "count", "aria-label": `${count} ungelesen` }, String(count)) : null;
    const wiring = { type: "button", onclick: () => open(key), "aria-current": String(key === current) };
    return make("li", {}, make("button", wiring, face, words, badge));
  });
  $("room-list").replaceChildren(...list);
}

function open(key) {
  current = key;
  unread.delete(key);
  const shown = room(key);
  document.body.dataset.view = "chat";
  avatar($("room-avatar"), shown);
  $("room-name").textContent = shown.name;
  drawKind();
  drawComposer();
  drawRooms();
  drawLog();
  drawExamples();
  suggest();
  aim(null);
  if (matchMedia("(min-width: 761px)").matches) $("text").focus();
}

function drawPeople() {
  const options = state.people.map((each) => {
    const roles = [...state.chats.values()].map((chat) => (chat.type === "private" ? null : chat.statuses[each.id]));
    const role = ROLES[roles.find(Boolean)] || "Gast";
    return make("option", { value: each.id, selected: each.id === state.person.id }, `${each.first_name} – ${role}`);
  });
  $("person").replaceChildren(...options);
  $("person-row").hidden = options.length < 2;
}

function become(id) {
  state.person = state.people.find((each) => each.id === id) || state.person;
  const { kind } = room(current);
  open(kind === "private" ? keyOf(state.person.id, 0) : current);
  toast(`Du schreibst jetzt als ${state.person.first_name}.`);
}

const mayWrite = ({ chat }) => chat.type !== "channel" || ["creator", "administrator"].includes(chat.statuses[state.person.id]);

function drawComposer() {
  const allowed = mayWrite(room(current));
  $("composer").hidden = !allowed;
  $("reading-only").hidden = allowed;
}

function drawKind() {
  const busy = typing.has(current);
  $("room-kind").classList.toggle("busy", busy);
  const { chat, label } = room(current);
  const role = chat.type === "private" ? null : ROLES[chat.statuses[state.person.id]] || "nicht Mitglied";
  $("room-kind").textContent = busy ? `${state.bot.first_name} schreibt …` : [label, role].filter(Boolean).join(" · ");
}

// Messages

function address(url) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  return /^https?:/i.test(full) ? full : null;
}

function link(url, label) {
  const href = address(url);
  if (!href) return make("span", { class: "tag" }, label || "");
  return make("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, label || "");
}

function unfold(element) {
  const toggle = () => {
    element.classList.replace("folded", "open") || element.classList.add("open");
    element.setAttribute("aria-expanded", "true");
  };
  element.addEventListener("click", toggle);
  element.addEventListener("keydown", (event) => { if (event.key === "Enter") toggle(); });
  return element;
}

// A quote that fits has nothing to unfold; that is known once it is shown.
function whole(quote) {
  requestAnimationFrame(() => {
    if (!quote.isConnected || quote.scrollHeight > quote.clientHeight + 2) return;
    quote.classList.remove("folded");
    Object.keys(FOLDED).forEach((name) => quote.removeAttribute(name));
  });
  return quote;
}

const FOLDED = { tabindex: "0", role: "button", "aria-expanded": "false" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const STYLES = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
};

function styled(entity, words) {
  if (entity.type in STYLES) return make(STYLES[entity.type]);
  if (entity.type === "text_link") return link(entity.url);
  if (entity.type === "url") return link(words);
  if (entity.type === "expandable_blockquote") return whole(unfold(make("blockquote", { class: "folded", ...FOLDED })));
  if (entity.type === "spoiler") {
    return unfold(make("span", { class: "spoiler", ...FOLDED, "aria-label": "Verdeckter Text" }));
  }
  if (entity.type === "bot_command") {
    return make("button", { type: "button", class: "command", onclick: () => act({ do: "write", text: words }) });
  }
  return make("span", { class: "tag" });
}

// Entities count UTF-16 units, and so do JavaScript's strings.
function rich(text, entities, begin = 0, end = text.length) {
  const found = document.createDocumentFragment();
  let at = begin;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || stop <= entity.offset) continue;
    found.append(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((other) => other.offset < stop);
    const element = styled(entity, text.slice(entity.offset, stop));
    element.append(rich(text, inner, entity.offset, stop));
    found.append(element);
    at = stop + (BLOCKS.has(entity.type) && text[stop] === "\n" ? 1 : 0); // a block already ends its line
  }
  found.append(text.slice(Math.min(at, end), end));
  return found;
}

function originName(origin) {
  if (origin.type === "hidden_user") return origin.sender_user_name;
  if (origin.type === "user") return origin.sender_user.first_name;
  return (origin.chat || origin.sender_chat).title;
}

function originLine(origin) {
  if (!origin) return null;
  const when = make("span", {}, ` · ${moment.format(origin.date * 1000)}`);
  return make("p", { class: "origin" }, "Weitergeleitet von ", make("b", {}, originName(origin)), when);
}

function replyLine(message) {
  const target = message.reply_to_message;
  if (!target) return null;
  const jump = () => $("log").querySelector(`[data-id="${target.message_id}"]`)?.scrollIntoView({ block: "center" });
  const label = `Antwort auf: ${preview(target)}`;
  return make("button", { type: "button", class: "reply", onclick: jump, "aria-label": label }, preview(target));
}

function fileLine(message) {
  const file = message.document;
  if (message.photo) {
    const src = `trial/file/${message.photo.at(-1).file_id}`;
    const picture = make("img", { class: "photo", src, alt: message.caption || "Bild", onload: settle });
    return make("a", { href: src, target: "_blank", class: "photo-link", "aria-label": "Bild groß ansehen" }, picture);
  }
  if (!file) return null;
  const kind = (file.file_name.split(".").pop() || "").slice(0, 4).toUpperCase();
  const size = file.file_size < 1024 ? `${file.file_size} Byte` : `${Math.round(file.file_size / 1024)} KB`;
  const words = make("span", {}, make("b", {}, file.file_name), make("span", {}, size));
  const face = make("i", { "aria-hidden": "true" }, kind);
  return make("a", { class: "file", href: `trial/file/${file.file_id}`, download: file.file_name }, face, words);
}

function keys(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const drawn = rows.map((row) => make("div", {}, ...row.map((each) => key(message, each))));
  return make("div", { class: "keys", role: "group", "aria-label": "Knöpfe" }, ...drawn);
}

function key(message, button) {
  if (button.url) {
    const href = address(button.url) || "#";
    return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, `${button.text} ↗`);
  }
  const element = make("button", { type: "button" }, button.text);
  element.addEventListener("click", () => tap(message, button, element));
  return element;
}

async function tap(message, button, element) {
  if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text);
    toast("Kopiert.");
    return;
  }
  element.classList.add("waiting");
  const answer = await act({ do: "tap", message_id: message.message_id, data: button.callback_data });
  if (answer) waiting.set(answer.query, element);
  setTimeout(() => element.classList.remove("waiting"), 8000);
}

function reactionsOf(message) {
  const found = state.chats.get(message.chat.id).reactions[message.message_id] || [];
  const chips = found.map(({ emoji }) => make("span", { role: "img", "aria-label": `Reaktion ${emoji}` }, emoji));
  return make("div", { class: "reactions" }, ...chips);
}

function authorLine(message, mine) {
  const shown = room(current);
  if (mine || shown.kind === "private") return null;
  return make("p", { class: "author" }, message.sender_chat?.title || message.from?.first_name || "");
}

function viaLine(message) {
  return message.via_bot ? make("p", { class: "origin" }, "über ", make("b", {}, `@${message.via_bot.username}`)) : null;
}

const isOwn = (message) => state.chats.get(message.chat.id).own.has(message.message_id);

function isMine(message) {
  if (message.from?.id === state.person.id) return true;
  return Boolean(message.sender_chat) && message.chat.type !== "channel" && !isOwn(message);
}

function serviceText(message) {
  if (message.forum_topic_created) return `Thema „${message.forum_topic_created.name}“ eröffnet`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "Die Gruppe ist jetzt eine Supergruppe";
  return null;
}

function body(message, long) {
  const words = message.text ?? message.caption;
  if (words === undefined) return [];
  const element = make("div", { class: "body" });
  element.append(rich(words, message.entities || message.caption_entities || []));
  if (!long) return [element];
  const more = make("button", { type: "button", class: "more" }, "Ganzen Text zeigen");
  more.addEventListener("click", () => { more.closest(".message").classList.remove("long"); more.remove(); });
  return [element, more];
}

function draw(message) {
  const service = serviceText(message);
  if (service) return make("li", { class: "service", "data-id": message.message_id }, service);
  const mine = isMine(message);
  const fromPerson = mine || message.forward_origin || (message.sender_chat && !isOwn(message));
  const long = fromPerson && (message.text || "").length > LONG_TEXT;
  const edited = message.edit_date ? make("span", {}, "bearbeitet") : null;
  const stamp = make("time", { datetime: new Date(message.date * 1000).toISOString() }, time.format(message.date * 1000));
  const head = [authorLine(message, mine), originLine(message.forward_origin), viaLine(message), replyLine(message),
    fileLine(message)];
  const foot = make("p", { class: "meta" }, ...tools(message, mine), edited, stamp);
  const bubble = make("div", { class: "bubble" }, ...head, ...body(message, long), foot);
  const classes = `message${mine ? " mine" : ""}${isOwn(message) ? " bot" : ""}${long ? " long" : ""}`;
  return make("li", { class: classes, "data-id": message.message_id }, bubble, keys(message), reactionsOf(message));
}

// Answering a message, and editing an own one.
function tools(message, mine) {
  if (!mayWrite(room(current))) return [];
  const answer = make("button", { type: "button", "aria-label": "Antworten", title: "Antworten",
    onclick: () => aim({ message }) }, "↩");
  const editable = mine && message.text !== undefined && !message.forward_origin && !message.via_bot;
  const edit = make("button", { type: "button", "aria-label": "Bearbeiten", title: "Bearbeiten",
    onclick: () => aim({ message, edit: true }) }, "✎");
  return editable ? [answer, edit] : [answer];
}

// Aims what is written next at a message; without one at none.
function aim(wanted) {
  const text = $("text");
  if (target?.edit) text.value = "";
  target = wanted;
  $("target").hidden = !wanted;
  text.placeholder = wanted?.field || "Nachricht oder Link";
  if (!wanted) return;
  $("target-text").textContent = `${wanted.edit ? "Bearbeiten" : "Antwort auf"}: ${preview(wanted.message)}`;
  if (wanted.edit) text.value = wanted.message.text;
  grow();
  text.focus();
}

function dayLine(message, before) {
  const today = day.format(message.date * 1000);
  return before && day.format(before.date * 1000) === today ? null : make("li", { class: "day" }, today);
}

const atEnd = () => $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 120;
const toEnd = () => { $("log").scrollTop = $("log").scrollHeight; };
// A picture gets its height only when it is loaded; whoever was at the end stays there.
const settle = (event) => { if ($("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < event.target.height + 140) toEnd(); };

function drawLog() {
  const messages = messagesOf(current);
  const nodes = messages.flatMap((message, i) => [dayLine(message, messages[i - 1]), draw(message)].filter(Boolean));
  $("log").replaceChildren(...nodes);
  drawTyping();
  drawEmpty();
  toEnd();
}

function drawEmpty() {
  const none = messagesOf(current).length === 0;
  const { kind, name } = room(current);
  $("empty").hidden = !none;
  $("empty-text").textContent = kind === "private"
    ? "Starte den Bot, leite ihm ein paar Beispielartikel weiter und frage dann mit /digest nach dem Lagebild."
    : `In „${name}“ steht noch nichts. Schreibe, leite Artikel weiter oder frage mit /digest nach dem Lagebild.`;
  $("start").hidden = kind !== "private";
}

function drawTyping() {
  $("log").querySelector(".dots")?.remove();
  if (!typing.has(current)) return;
  const bubble = make("div", { class: "bubble" }, make("i"), make("i"), make("i"));
  const dots = make("li", { class: "message dots", "aria-hidden": "true" }, bubble);
  const follow = atEnd();
  $("log").append(dots);
  if (follow) toEnd();
}

function stopTyping(key) {
  clearTimeout(typing.get(key));
  typing.delete(key);
  if (key === current) { drawKind(); drawTyping(); }
}

// Events of the world

function withIndexes(chat) {
  const messages = new Map(chat.messages.map((message) => [message.message_id, message]));
  return { ...chat, own: new Set(chat.own), messages };
}

const EVENTS = {
  state(event) {
    const before = event.people.find((each) => each.id === state.person.id);
    Object.assign(state, { bot: event.bot, people: event.people, examples: event.examples });
    state.person = before || event.person;
    state.sent = new Set(event.sent.map((each) => `${each.chat}:${each.example}`));
    state.chats = new Map(event.chats.map((chat) => [chat.id, withIndexes(chat)]));
    const wanted = current && roomKeys().includes(current) ? current : roomKeys()[0];
    drawPeople();
    open(wanted);
  },
  message({ chat, message, own }) {
    const home = state.chats.get(chat);
    if (!home) return;
    const key = keyOfMessage(message);
    const before = messagesOf(key).at(-1);
    if (own) home.own.add(message.message_id);
    home.messages.set(message.message_id, message);
    if (own) stopTyping(key);
    if (key !== current) unread.set(key, (unread.get(key) || 0) + 1);
    else append(message, before);
    drawRooms();
  },
  edit({ chat, message }) {
    state.chats.get(chat)?.messages.set(message.message_id, message);
    stopTyping(keyOfMessage(message));
    redraw(message);
    drawRooms();
  },
  // The bot asks for an answer: the field for it opens for whom it asks.
  wanted({ chat, message_id: id, field, people }) {
    const message = state.chats.get(chat)?.messages.get(id);
    if (message && keyOfMessage(message) === current && (!people || people.includes(state.person.id))) aim({ message, field });
  },
  delete({ chat, message_id: id }) {
    state.chats.get(chat)?.messages.delete(id);
    if (room(current).chat.id === chat) drawLog();
    drawRooms();
  },
  reaction({ chat, message_id: id, reactions }) {
    const home = state.chats.get(chat);
    if (!home) return;
    home.reactions[id] = reactions;
    const message = home.messages.get(id);
    if (message) redraw(message, false);
  },
  action({ chat, thread, action }) {
    const key = keyOf(chat, thread);
    if (action !== "typing" || !state.chats.has(chat)) return;
    clearTimeout(typing.get(key));
    typing.set(key, setTimeout(() => stopTyping(key), TYPING_MS));
    if (key === current) { drawKind(); drawTyping(); }
  },
  query_answer({ query, text, show_alert: loud }) {
    waiting.get(query)?.classList.remove("waiting");
    waiting.delete(query);
    if (!text) return;
    if (!loud) { toast(text); return; }
    $("alert-text").textContent = text;
    $("alert").showModal();
  },
  commands({ menus }) {
    for (const [chat, commands] of Object.entries(menus)) state.chats.get(Number(chat)).commands = commands;
    suggest();
  },
  inline_answer({ query, results }) {
    if (query !== asked.query) return;
    asked.results = results;
    suggest();
    if (!results.length) toast("Dazu hat der Bot nichts gefunden.");
  },
  sent({ chat, example }) {
    state.sent.add(`${chat}:${example}`);
    drawExamples();
  },
};

function append(message, before) {
  const follow = atEnd() || isMine(message);
  $("log").querySelector(".dots")?.remove();
  const fresh = draw(message);
  $("log").append(...[dayLine(message, before), fresh].filter(Boolean));
  drawTyping();
  drawEmpty();
  if (!follow) $("down").hidden = false;
  // A message that fills the screen is read from its top.
  else if (fresh.offsetHeight > $("log").clientHeight) fresh.scrollIntoView({ block: "start" });
  else toEnd();
}

function redraw(message, flash = true) {
  if (keyOfMessage(message) !== current) return;
  const old = $("log").querySelector(`[data-id="${message.message_id}"]`);
  if (!old) return;
  const follow = atEnd();
  const fresh = draw(message);
  if (!old.classList.contains("long")) {
    fresh.classList.remove("long");
    fresh.querySelector(".more")?.remove();
  }
  if (flash) fresh.classList.add("flash");
  old.replaceWith(fresh);
  if (follow) toEnd();
}

function connect(tries = 0) {
  const socket = new WebSocket(`ws://${location.host}/trial/events`);
  socket.addEventListener("message", (event) => {
    $("lost").hidden = true;
    tries = 0;
    const news = JSON.parse(event.data);
    EVENTS[news.type]?.(news);
  });
  socket.addEventListener("close", () => {
    $("lost").hidden = false;
    setTimeout(() => connect(tries + 1), Math.min(5000, 300 * 2 ** tries));
  });
}

// Writing

function grow() {
  const text = $("text");
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

async function write() {
  const text = $("text").value;
  if (!text.trim()) return;
  const deed = !target ? { do: "write" } : target.edit
    ? { do: "edit", message_id: target.message.message_id } : { do: "write", reply_to: target.message.message_id };
  $("text").value = "";
  aim(null);
  grow();
  suggest();
  const answer = await act({ ...deed, text });
  if (!answer) $("text").value = text;
  else if (answer.messages.length > 1) {
    toast(`Zu lang für eine Nachricht: als ${answer.messages.length} Nachrichten gesendet, wie in Telegram.`);
  }
}

async function upload(files) {
  const { chat, thread } = room(current);
  const album = files.length > 1 ? String(Date.now()) : "";
  let caption = $("text").value;
  for (const file of files) {
    const said = { chat: chat.id, name: file.name, kind: file.type, caption, album, as: state.person.id };
    const query = new URLSearchParams(said);
    if (thread) query.set("thread", thread);
    caption = ""; // it stands at the first file of an album
    await post(`trial/upload?${query}`, { headers: { "X-Trial-Upload": "1" }, body: file });
  }
  $("text").value = "";
  grow();
}

// Commands

function matching() {
  const typed = $("text").value;
  if (!/^\/[a-z0-9_]*$/i.test(typed)) return [];
  return menu().filter((each) => `/${each.command}`.startsWith(typed.toLowerCase()));
}

const menu = () => room(current).chat.commands[state.person.id] || [];

// The bot's name and what is asked of it, as one types them in any chat.

function question() {
  const name = `@${state.bot.username}`.toLowerCase();
  const typed = $("text").value;
  return state.bot.username && typed.toLowerCase().startsWith(`${name} `) ? typed.slice(name.length + 1) : null;
}

function ask() {
  clearTimeout(ask.timer);
  const text = question();
  if (text === null) { asked = { query: null, text: "", results: [] }; return; }
  if (text === asked.text && asked.query) return;
  ask.timer = setTimeout(async () => {
    const answer = await act({ do: "ask", text });
    if (answer) asked = { query: answer.query, text, results: [] };
  }, ASK_MS);
}

async function choose(result) {
  const { query } = asked;
  $("text").value = "";
  asked = { query: null, text: "", results: [] };
  grow();
  suggest();
  await act({ do: "choose", query, result: result.id });
}

// What the list above the text offers: commands, or what the bot found.
function offers() {
  const commands = matching().map((each) => ({
    label: `/${each.command}`, words: each.description, send: () => take(each, true), fill: () => take(each, false),
  }));
  const results = question() === null ? [] : asked.results.map((each) => ({
    label: each.title, words: each.description, send: () => choose(each), fill: () => choose(each),
  }));
  return [...commands, ...results];
}

function suggest() {
  const found = offers();
  $("suggestions").hidden = found.length === 0;
  $("text").setAttribute("aria-expanded", String(found.length > 0));
  chosen = found.length ? Math.min(Math.max(chosen, 0), found.length - 1) : -1;
  $("suggestions").replaceChildren(...found.map(suggestion));
  if (chosen >= 0) $("text").setAttribute("aria-activedescendant", `command-${chosen}`);
  else $("text").removeAttribute("aria-activedescendant");
}

function suggestion(offer, i) {
  const wiring = { role: "option", id: `command-${i}`, "aria-selected": String(i === chosen) };
  const row = make("li", wiring, make("b", {}, offer.label), make("span", {}, offer.words));
  row.addEventListener("mousedown", (event) => { event.preventDefault(); offer.send(); });
  return row;
}

function take(command, send) {
  $("text").value = `/${command.command}${send ? "" : " "}`;
  suggest();
  if (send) write();
}

function onKey(event) {
  const found = offers();
  if (found.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
    suggest();
  } else if (found.length && event.key === "Tab") {
    event.preventDefault();
    found[chosen].fill();
  } else if (event.key === "Escape") {
    if ($("suggestions").hidden) aim(null);
    $("suggestions").hidden = true;
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (found.length && !$("suggestions").hidden) found[chosen].send();
    else write();
  }
}

function showMenu() {
  $("text").value = $("text").value === "/" ? "" : "/";
  suggest();
  $("text").focus();
  if (!menu().length && $("text").value) {
    toast("Hier hat der Bot kein Befehlsmenü. Befehle kann man trotzdem schreiben.");
  }
}

// Examples

const isSent = (example) => state.sent.has(`${room(current).chat.id}:${example.id}`);

function drawExamples() {
  const { name } = room(current);
  const dates = new Set(state.examples.map((each) => each.published.slice(0, 10)));
  const outlets = new Set(state.examples.map((each) => each.outlet));
  $("examples-about").textContent = state.examples.length
    ? `${state.examples.length} erfundene Artikel aus ${outlets.size} Zeitungen und ${dates.size} Tagen. `
      + `Ein Tipp leitet einen Artikel in „${name}“ weiter.`
    : "Es sind keine Beispielartikel da (examples/manifest.jsonl fehlt).";
  $("examples-actions").hidden = !state.examples.length;
  $("send-all").disabled = state.examples.every(isSent);
  $("send-all").textContent = $("send-all").disabled ? "Alle gesendet" : "Alle senden";
  $("days").replaceChildren(...[...dates].map(drawDay));
}

function drawDay(date) {
  const articles = state.examples.filter((each) => each.published.startsWith(date));
  const label = shortDay.format(new Date(`${date}T12:00:00`));
  const all = make("button", { type: "button", "aria-label": `Alle vom ${label} senden` }, "Tag senden");
  all.addEventListener("click", () => act({ do: "examples", day: date }));
  all.disabled = articles.every(isSent);
  return make("section", {}, make("h3", {}, label, all), make("ul", {}, ...articles.map(drawExample)));
}

function drawExample(example) {
  const sent = isSent(example);
  const source = `${example.outlet} · ${example.published.slice(11, 16)} Uhr`;
  const tick = sent ? make("span", { class: "done", role: "img", "aria-label": "gesendet" }, "✓") : null;
  const send = () => act({ do: "example", example: example.id });
  const wiring = { type: "button", class: sent ? "sent" : "", onclick: send };
  return make("li", {}, make("button", wiring, make("span", {}, example.title), make("small", {}, source), tick));
}

function toggleExamples(wanted) {
  document.body.dataset.examples = wanted ? "open" : "closed";
  $("examples-toggle").setAttribute("aria-expanded", String(wanted));
  (wanted ? $("examples-close") : $("text")).focus();
}

// Wiring

function wire() {
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); write(); });
  $("text").addEventListener("input", () => { grow(); ask(); suggest(); });
  $("person").addEventListener("change", () => become(Number($("person").value)));
  $("text").addEventListener("keydown", onKey);
  $("text").addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    upload(event.clipboardData.files);
  });
  $("menu").addEventListener("click", showMenu);
  $("target-off").addEventListener("click", () => { aim(null); $("text").focus(); });
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", async () => { await upload($("file").files); $("file").value = ""; });
  $("back").addEventListener("click", () => { document.body.dataset.view = "rooms"; });
  $("start").addEventListener("click", () => act({ do: "write", text: "/start" }));
  $("down").addEventListener("click", toEnd);
  $("log").addEventListener("scroll", () => { if (atEnd()) $("down").hidden = true; });
  $("alert-close").addEventListener("click", () => $("alert").close());
  wireExamples();
  wireForward();
  wireDrop();
}

function wireExamples() {
  const narrow = () => matchMedia("(max-width: 1180px)").matches;
  $("examples-toggle").addEventListener("click", () => toggleExamples(document.body.dataset.examples !== "open"));
  $("examples-close").addEventListener("click", () => toggleExamples(false));
  $("empty-examples").addEventListener("click", () => (narrow() ? toggleExamples(true) : $("send-all").focus()));
  $("send-all").addEventListener("click", () => {
    act({ do: "examples" });
    if (narrow()) toggleExamples(false); // what comes of it is seen in the chat
  });
  $("ask-digest").addEventListener("click", () => {
    act({ do: "write", text: "/digest" });
    if (narrow()) toggleExamples(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.dataset.examples === "open") toggleExamples(false);
  });
}

function wireForward() {
  $("forward-open").addEventListener("click", () => {
    $("forward-text").value = $("text").value;
    $("forward").showModal();
    $("forward-name").focus();
  });
  $("forward-cancel").addEventListener("click", () => $("forward").close());
  $("forward-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const at = $("forward-at").value ? new Date($("forward-at").value).toISOString() : "";
    const said = { origin: $("forward-origin").value, name: $("forward-name").value, text: $("forward-text").value };
    if (!(await act({ do: "forward", ...said, at }))) return;
    $("forward").close();
    $("text").value = "";
    grow();
  });
}

function wireDrop() {
  const area = $("chat");
  const show = (shown) => { $("drop").hidden = !shown; };
  area.addEventListener("dragover", (event) => { event.preventDefault(); show(true); });
  area.addEventListener("dragleave", (event) => { if (!area.contains(event.relatedTarget)) show(false); });
  area.addEventListener("drop", (event) => { event.preventDefault(); show(false); upload(event.dataTransfer.files); });
}

wire();
connect();
