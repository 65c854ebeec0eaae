// Node.js without a library: the same token by its own `crypto`.
import { createHmac } from "node:crypto";

const packed = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function tradewindToken(shopper, shop, now = Date.now() / 1000) {
  const issued = Math.floor(now);
  const { id: sub, name, email, orders } = shopper;
  const claims = { aud: shop, iat: issued, exp: issued + 600, sub, name, email, orders };
  const said = `${packed({ alg: "HS256", typ: "JWT", kid: process.env.TRADEWIND_KID })}.${packed(claims)}`;
  return `${said}.${createHmac("sha256", process.env.TRADEWIND_SECRET).update(said).digest("base64url")}`;
}
