// Drives the JavaScript client against the echo server. Arguments: URL, transports. Prints "ok <transport>".
import assert from "node:assert/strict";
import { io } from "socket.io-client";

const [url, transports] = process.argv.slice(2);
const socket = io(`${url}/custom`, { transports: transports.split(","), auth: { token: "abc" }, reconnection: false });
const once = (name) => new Promise((resolve) => socket.once(name, (...values) => resolve(values)));

assert.deepEqual(await once("auth"), [{ token: "abc" }]);
const engine = socket.io.engine;
if (transports.includes(",") && engine.transport.name === "polling") {
  await new Promise((resolve) => engine.once("upgrade", resolve));
}
const bytes = Buffer.from([1, 2, 3]);
const echoed = await socket.timeout(3000).emitWithAck("message-with-ack", "a", { deep: [bytes] });
assert.equal(echoed, "a");
const back = [];
const all = new Promise((resolve) => socket.on("message-back", (n) => back.push(n) === 100 && resolve()));
for (let n = 0; n < 100; n += 1) socket.emit("message", n);
await all;
assert.deepEqual(back, [...Array(100).keys()]);
const binary = new Promise((resolve) => socket.once("message-back", resolve));
socket.emit("message", { deep: [bytes] });
assert.deepEqual(Buffer.from((await binary).deep[0]), bytes);
const refused = io(`${url}/nowhere`, { transports: transports.split(","), forceNew: true, reconnection: false });
const error = await new Promise((resolve) => refused.once("connect_error", resolve));
assert.equal(error.message, "Invalid namespace");
console.log("ok", engine.transport.name);
process.exit(0);
