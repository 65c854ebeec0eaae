// Node.js, with jsonwebtoken (`npm install jsonwebtoken`): who is logged in, for this page.
import jwt from "jsonwebtoken";

export function tradewindToken(shopper, shop, now = Date.now() / 1000) {
  const claims = { name: shopper.name, email: shopper.email, orders: shopper.orders, iat: Math.floor(now) };
  const about = { subject: shopper.id, audience: shop, expiresIn: 600, keyid: process.env.TRADEWIND_KID };
  return jwt.sign(claims, process.env.TRADEWIND_SECRET, { algorithm: "HS256", ...about });
}
