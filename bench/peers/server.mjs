// socket.io as one would use it. `node server.mjs PORT [REDIS_PORT [DATABASE]]`: alone; with the sharded Redis adapter; and with
// one durable insert a message into SQLite (WAL, synchronous FULL), which is what one would write in a day.
//
// `message` comes back as `message-back`; `all` goes to everyone as `posted`; `join` enters a room; `post` tells a room, and acks;
// `store` stores first.
import { createShardedAdapter } from "@socket.io/redis-adapter";
import { createServer } from "node:http";
import { createClient } from "redis";
import { Server } from "socket.io";

const [port, redisPort, path] = process.argv.slice(2);

async function sharded() {
  const url = `redis://127.0.0.1:${redisPort}`;
  const clients = [createClient({ url }), createClient({ url })];
  await Promise.all(clients.map((client) => client.connect()));
  return createShardedAdapter(...clients);
}

async function storing() {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
  database.exec(
    "CREATE TABLE message (room TEXT, seq INTEGER, client_id TEXT UNIQUE, author TEXT, at INTEGER, text TEXT, PRIMARY KEY (room, seq))",
  );
  const insert = database.prepare(
    "INSERT INTO message SELECT ?1, coalesce(max(seq), 0) + 1, ?2, ?3, ?4, ?5 FROM message WHERE room = ?1 RETURNING seq",
  );
  return (message, author) => insert.get(message.conversationId, message.clientId, author, Date.now(), message.body.text).seq;
}

const http = createServer();
const io = new Server(http, redisPort ? { adapter: await sharded() } : {});
const store = path ? await storing() : undefined;
io.on("connection", (socket) => {
  socket.on("message", (data) => socket.emit("message-back", data));
  socket.on("all", (data) => io.emit("posted", data));
  socket.on("join", async (room, ack) => {
    await socket.join(room);
    ack(true);
  });
  socket.on("post", (room, data, ack) => {
    socket.to(room).emit("posted", data);
    ack(true);
  });
  socket.on("store", (message, ack) => {
    const seq = store(message, socket.id);
    socket.to(message.conversationId).emit("posted", { ...message, seq });
    ack({ ok: true, seq });
  });
});
http.listen(Number(port), "127.0.0.1");
