// A certified OpenID provider (npm oidc-provider) as a process of its own, for tests: `node provider.mjs host port`.
//
// It says `ready` once it listens. `PUT /control` replaces how it is: its clients' one redirect address, who its people are, and what
// it does wrong: `forge` (a kind of bad ID token), `slow` (ms before each answer), `thin` (ID tokens without the address),
// `rotate` (another key from now on), `lie` (another issuer in its own description), `iss` (another one in its answer), `broken` (no page).
// `POST /signed` signs the claims it is given, as the provider would.
import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [host, port] = [process.argv[2], Number(process.argv[3])];
const issuer = `http://${host}:${port}`;
const start = { redirect: "http://127.0.0.1/none", leave: "http://127.0.0.1/none", told: "", people: {}, forge: "", slow: 0, thin: false, lie: "", iss: "", broken: false };
const state = { ...start };
let key, callback;

const fresh = () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };
};
const b64 = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const rs256 = (head, claims, jwk) => {
  const said = `${b64(head)}.${b64(claims)}`;
  return `${said}.${sign("sha256", Buffer.from(said), { key: jwk, format: "jwk" }).toString("base64url")}`;
};

/** What somebody would make of a good token who is up to no good. */
const FORGED = {
  none: (head, claims) => `${b64({ ...head, alg: "none" })}.${b64(claims)}.`,
  secret: (head, claims) => {
    const said = `${b64({ ...head, alg: "HS256" })}.${b64(claims)}`;
    return `${said}.${createHmac("sha256", key.n).update(said).digest("base64url")}`;
  },
  key: (head, claims) => rs256(head, claims, fresh()),
  unknown: (head, claims) => { const other = fresh(); return rs256({ ...head, kid: other.kid }, claims, other); },
  embedded: (head, claims) => { const { n, e, kty, ...other } = fresh(); return rs256({ alg: "RS256", jwk: { n, e, kty } }, claims, { n, e, kty, ...other }); },
  words: (head, claims, token) => { const [a, , c] = token.split("."); return `${a}.${b64({ ...claims, sub: "somebody-else" })}.${c}`; },
  aud: (head, claims) => rs256(head, { ...claims, aud: "another-client" }, key),
  azp: (head, claims) => rs256(head, { ...claims, aud: [claims.aud, "another"], azp: "another" }, key),
  iss: (head, claims) => rs256(head, { ...claims, iss: "https://another.example" }, key),
  nonce: (head, claims) => rs256(head, { ...claims, nonce: "of-another-walk" }, key),
  missing: (head, { nonce, ...claims }) => rs256(head, claims, key),
  expired: (head, claims) => rs256(head, { ...claims, exp: claims.iat - 3600 }, key),
  old: (head, claims) => rs256(head, { ...claims, iat: claims.iat - 7200 }, key),
};

function forged(kind, token) {
  const [head, claims] = token.split(".").slice(0, 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
  return FORGED[kind](head, claims, token);
}

function made() {
  const provider = new Provider(issuer, {
    clients: [{ client_id: "desk", client_secret: "a-secret: of 2 words", redirect_uris: [state.redirect], post_logout_redirect_uris: [state.leave], ...(state.told === "" ? {} : { backchannel_logout_uri: state.told }) }],
    jwks: { keys: [key] },
    cookies: { keys: ["for tests alone"] },
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name", "locale"] },
    conformIdTokenClaims: state.thin,
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    fetch: (url, { dispatcher, ...options }) => fetch(url, options), // it would not speak with the own machine
    pkce: { required: () => true },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...state.people[id] }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith("/interaction/")) return next();
    if (ctx.method === "GET") {
      ctx.type = "html";
      ctx.body = `<!doctype html><title>Provider</title><h1>The provider</h1><form method="post"><label>Who <input name="who"></label><button>Continue</button></form>`;
      return;
    }
    let said = "";
    for await (const chunk of ctx.req) said += chunk;
    const who = new URLSearchParams(said).get("who") ?? "";
    const result = who === "" ? { error: "access_denied" } : { login: { accountId: who, amr: state.people[who]?.amr ?? ["pwd"] } };
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
    ctx.respond = false;
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === "/token" && ctx.body?.id_token && state.forge !== "") ctx.body.id_token = forged(state.forge, ctx.body.id_token);
    if (ctx.path === "/.well-known/openid-configuration" && state.lie !== "") ctx.body.issuer = state.lie;
    const location = ctx.response.get("location");
    if (state.iss !== "" && location.startsWith(state.redirect)) {
      const there = new URL(location);
      there.searchParams.set("iss", state.iss);
      ctx.set("location", there.href);
    }
  });
  return provider.callback();
}

async function control(request, response) {
  let said = "";
  for await (const chunk of request) said += chunk;
  const { rotate, ...wanted } = JSON.parse(said);
  Object.assign(state, start, { redirect: state.redirect, leave: state.leave, told: state.told }, wanted);
  if (rotate) key = fresh();
  callback = made();
  response.writeHead(204).end();
}

async function signed(request, response) {
  let said = "";
  for await (const chunk of request) said += chunk;
  response.end(rs256({ alg: "RS256", kid: key.kid, typ: "logout+jwt" }, JSON.parse(said), key));
}

key = fresh();
callback = made();
createServer((request, response) => {
  if (request.url === "/control") return void control(request, response);
  if (request.url === "/signed") return void signed(request, response);
  const answer = () => (state.broken ? response.writeHead(500).end("no") : callback(request, response));
  return void (state.slow > 0 ? setTimeout(answer, state.slow) : answer());
}).listen(port, host, () => { process.stdout.write("ready\n"); });
