/** What a shop's server says, in three languages; the secret comes from its own settings. */
export const samples = (key: string, kid: string): Readonly<Record<"Python" | "Node.js" | "PHP", string>> => ({
  Python: `import jwt, os, time

def tradewind_token(user):
    now = int(time.time())
    claims = {"sub": str(user.id), "aud": "${key}", "iat": now, "exp": now + 600,
              "name": user.name, "email": user.email}
    return jwt.encode(claims, os.environ["TRADEWIND_SECRET"], "HS256", {"kid": "${kid}"})`,
  "Node.js": `import jwt from "jsonwebtoken";

export const tradewindToken = (user) =>
  jwt.sign({ name: user.name, email: user.email }, process.env.TRADEWIND_SECRET, {
    subject: String(user.id), audience: "${key}", keyid: "${kid}", expiresIn: 600,
  });`,
  PHP: `use Firebase\\JWT\\JWT;

function tradewind_token($user) {
    $claims = ["sub" => (string) $user->id, "aud" => "${key}", "iat" => time(), "exp" => time() + 600,
               "name" => $user->name, "email" => $user->email];
    return JWT::encode($claims, getenv("TRADEWIND_SECRET"), "HS256", "${kid}");
}`,
});

/** What its page says. */
export const PAGE = `Tradewind("setUser", { token: "the token your server made for this page" });
// at the logout of your shop:
Tradewind("shutdown");`;
