/**
 * What the page knows: people, their chats and the clock. Fed with snapshots and events, drawn by others.
 *
 * @typedef {{id: number, name: string, label: string, language: string, blocked: boolean}} Person
 * @typedef {{command: string, description: string}} Command
 * @typedef {{thread: number, name: string, closed: boolean}} Topic
 * @typedef {Object<string, any>} Message a Bot API `Message`
 * @typedef {{messages: Message[], topics: Topic[], commands: Command[], votes: Object<string, number[]>}} ChatSnapshot
 * @typedef {{now: number, speed: number, bot: {name: string, username: string}, people: Person[],
 *   chats: Object<string, ChatSnapshot>}} Snapshot
 * @typedef {{messages: Map<number, Message>, topics: Map<number, Topic>, commands: Command[],
 *   reactions: Map<number, string>, votes: Map<number, number[]>}} Chat
 */

/** How many messages of a chat are kept, as in the sandbox itself. */
export const HISTORY = 500;

/** The part of a chat outside all topics. */
export const GENERAL = 0;

/** @param {Message} message */
export function threadOf(message) {
  return message.message_thread_id ?? GENERAL;
}

export class World {
  constructor() {
    this.bot = { name: "", username: "" };
    /** @type {Map<number, Person>} */
    this.people = new Map();
    /** @type {Map<number, Chat>} */
    this.chats = new Map();
    this.speed = 1;
    this.#setClock(Date.now() / 1000, 1);
  }

  #readAt = 0;
  #read = 0;

  /** The sandbox's time in seconds, between two readings too. */
  now() {
    return this.#read + ((performance.now() - this.#readAt) / 1000) * this.speed;
  }

  /** @param {Snapshot} snapshot */
  load(snapshot) {
    this.bot = snapshot.bot;
    this.#setClock(snapshot.now, snapshot.speed);
    this.people = new Map(snapshot.people.map((person) => [person.id, person]));
    this.chats = new Map(snapshot.people.map(({ id }) => [id, chatOf(snapshot.chats[id])]));
  }

  /** Take in one event of `/sandbox/events`. */
  apply(event) {
    if (event.type === "clock") this.#setClock(event.now, event.speed);
    if (event.type === "person") this.#addPerson(event.person);
    const chat = this.chats.get(event.chat);
    if (chat) CHANGES[event.type]?.(chat, event);
    if (event.type === "blocked") this.people.get(event.chat).blocked = event.blocked;
  }

  #addPerson(person) {
    this.people.set(person.id, person);
    if (!this.chats.has(person.id)) this.chats.set(person.id, chatOf());
  }

  #setClock(now, speed) {
    this.#read = now;
    this.#readAt = performance.now();
    this.speed = speed;
  }
}

/** @returns {Chat} */
function chatOf(snapshot = { messages: [], topics: [], commands: [], votes: {} }) {
  return {
    messages: new Map(snapshot.messages.map((message) => [message.message_id, message])),
    topics: new Map(snapshot.topics.map((topic) => [topic.thread, topic])),
    commands: snapshot.commands,
    reactions: new Map(),
    votes: new Map(Object.entries(snapshot.votes).map(([number, options]) => [Number(number), options])),
  };
}

function keep({ messages }, { message }) {
  messages.set(message.message_id, message);
  if (messages.size > HISTORY) messages.delete(messages.keys().next().value);
}

const CHANGES = {
  message: keep,
  edit: keep,
  delete: (chat, event) => chat.messages.delete(event.message_id),
  reaction: (chat, event) => chat.reactions.set(event.message_id, event.emoji),
  vote: (chat, { message_id, options, poll }) => {
    chat.votes.set(message_id, options);
    const message = chat.messages.get(message_id);
    if (message) chat.messages.set(message_id, { ...message, poll });
  },
  topic: (chat, { thread, name, closed, deleted }) => {
    if (deleted) chat.topics.delete(thread);
    else chat.topics.set(thread, { thread, name, closed });
  },
};
