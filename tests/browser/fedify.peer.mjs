// A server of another make, with one actor, built with Fedify: it does what it is told over a second port, and remembers what
// it was sent. Started by fedify.test.mjs.
//
//   node peer.mjs PORT CONTROL_PORT rfc9421|draft-cavage-http-signatures-12

import dns from "node:dns";
import { createServer } from "node:http";

// Names that end with .localhost are this computer, whatever its resolver thinks.
const lookup = dns.lookup;
dns.lookup = (name, options, done) =>
  name.endsWith(".localhost") ? lookup("127.0.0.1", options, done) : lookup(name, options, done);

/** In which style each of its letters was signed, and what it was answered. */
const sent = [];
const fetched = globalThis.fetch;
globalThis.fetch = async (...words) => {
  const request = new Request(...words);
  const answer = await fetched(request);
  const style = request.headers.has("signature-input") ? "rfc9421" : "draft-cavage-http-signatures-12";
  if (request.method === "POST" && request.headers.has("signature")) sent.push([style, answer.status]);
  return answer;
};

// The very one that Fedify measures time with.
const { Temporal } = await import("@js-temporal/polyfill");
const { createFederation, generateCryptoKeyPair, MemoryKvStore, signRequest } = await import("@fedify/fedify");
const { Activity, Create, Delete, Endpoints, Follow, Note, Person, Tombstone, Undo, Update } =
  await import("@fedify/vocab");

const [port, controlPort, firstKnock] = process.argv.slice(2);
const origin = `http://fedify.localhost:${port}`;

const federation = createFederation({
  kv: new MemoryKvStore(),
  allowPrivateAddress: true,
  firstKnock,
  origin,
});
const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
const wrongKey = await generateCryptoKeyPair("RSASSA-PKCS1-v1_5");

/** What came and was believed, as it came. */
const received = [];
const notes = new Map();
const follows = new Map();

federation
  .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
    if (identifier !== "alice") return null;
    const pairs = await context.getActorKeyPairs(identifier);
    return new Person({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      name: "Class of Fedify",
      inbox: context.getInboxUri(identifier),
      followers: context.getFollowersUri(identifier),
      endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((pair) => pair.multikey),
    });
  })
  .setKeyPairsDispatcher(() => keys);
federation.setFollowersDispatcher("/users/{identifier}/followers", () => ({ items: [] }));
federation.setObjectDispatcher(Note, "/users/{identifier}/notes/{number}", (_, { number }) => notes.get(number) ?? null);
federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .on(Activity, async (context, activity) => {
    received.push(await activity.toJsonLd({ format: "compact", contextLoader: context.contextLoader }));
  })
  // Our keys are shown to those alone who sign.
  .setSharedKeyDispatcher(() => ({ identifier: "alice" }));

const sender = { identifier: "alice" };
let count = 0;

/** A comment of Alice's, as it is now. */
function note(context, number, { inReplyTo, owner, content, updated }) {
  return new Note({
    id: context.getObjectUri(Note, { identifier: "alice", number }),
    attribution: context.getActorUri("alice"),
    replyTarget: new URL(inReplyTo),
    content,
    published: Temporal.Now.instant(),
    updated: updated ? Temporal.Now.instant() : undefined,
    tos: [new URL(owner), context.getFollowersUri("alice")],
  });
}

const verbs = {
  async follow(context, { actor }) {
    const [id, to] = [new URL(`#follows/${++count}`, context.getActorUri("alice")), await met(context, actor)];
    const follow = new Follow({ id, actor: context.getActorUri("alice"), object: to.id });
    follows.set(actor, follow);
    await context.sendActivity(sender, to, follow);
  },
  async undo(context, { actor }) {
    const id = new URL(`#undos/${++count}`, context.getActorUri("alice"));
    const undo = new Undo({ id, actor: context.getActorUri("alice"), object: follows.get(actor) });
    await context.sendActivity(sender, await met(context, actor), undo);
  },
  async reply(context, words) {
    const number = String(++count);
    notes.set(number, note(context, number, words));
    await say(context, Create, "create", notes.get(number), words.owner);
    return { id: notes.get(number).id.href, number };
  },
  async update(context, words) {
    notes.set(words.number, note(context, words.number, { ...words, updated: true }));
    await say(context, Update, `update-${++count}`, notes.get(words.number), words.owner);
  },
  async remove(context, { number, owner }) {
    const gone = new Tombstone({ id: notes.get(number).id });
    notes.delete(number);
    await say(context, Delete, "delete", gone, owner);
  },
  /** What stands there, for whoever signs as Alice does. */
  async read(context, { url }) {
    const loader = await context.getDocumentLoader(sender);
    return (await loader(url)).document;
  },
  /** The status of what may be refused. Fedify itself would take that for the style of its signature, and try another from then on. */
  async look(context, { url }) {
    const request = new Request(url, { headers: { accept: "application/activity+json" } });
    const keyId = new URL("#main-key", context.getActorUri("alice"));
    return (await fetched(await signRequest(request, keys[0].privateKey, keyId, { spec: firstKnock }))).status;
  },
  /**
   * A letter that Fedify itself would not send, for it remembers who refused what: signed with Alice's own key, with another or
   * with none. What it was answered.
   */
  async knock(context, { inbox, actor, key }) {
    const follow = new Follow({ id: new URL(`${origin}/x/${++count}`), actor: context.getActorUri("alice"), object: new URL(actor) });
    const request = new Request(inbox, {
      method: "POST",
      headers: { "content-type": "application/activity+json" },
      body: JSON.stringify(await follow.toJsonLd({ contextLoader: context.contextLoader })),
    });
    const signs = { own: keys[0], other: wrongKey }[key];
    const keyId = new URL("#main-key", context.getActorUri("alice"));
    const signed = signs ? await signRequest(request, signs.privateKey, keyId, { spec: firstKnock }) : request;
    return (await fetched(signed)).status;
  },
  async received() {
    return received;
  },
  async sent() {
    return sent;
  },
};

/** An actor of ours, as Fedify reads it. */
async function met(context, actor) {
  const found = await context.lookupObject(actor, { documentLoader: await context.getDocumentLoader(sender) });
  if (!found) throw new Error(`${actor} could not be read`);
  return found;
}

async function say(context, Verb, name, object, owner) {
  const id = new URL(`#${name}`, object.id);
  const activity = new Verb({ id, actor: context.getActorUri("alice"), object, tos: [new URL(owner)] });
  await context.sendActivity(sender, await met(context, owner), activity);
}

async function body(message) {
  const parts = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
}

function serve(at, answer) {
  return new Promise((listening) => {
    const server = createServer(async (message, response) => {
      const answered = await answer(message).catch((error) => new Response(error.stack, { status: 500 }));
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(Buffer.from(await answered.arrayBuffer()));
    });
    server.listen(Number(at), "127.0.0.1", listening);
  });
}

await serve(port, async (message) => {
  const bytes = await body(message);
  const request = new Request(`http://${message.headers.host}${message.url}`, {
    method: message.method,
    headers: Object.entries(message.headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
    body: bytes.length > 0 ? bytes : undefined,
  });
  return federation.fetch(request, { contextData: undefined });
});
await serve(controlPort, async (message) => {
  const { verb, ...words } = JSON.parse(await body(message));
  const context = federation.createContext(new URL(origin));
  try {
    return Response.json({ done: (await verbs[verb](context, words)) ?? true });
  } catch (error) {
    return Response.json({ failed: String(error.message ?? error) });
  }
});
console.log("ready");
