import "i18next";
import type en from "./en.json";
import type packs from "./packs/en.json";
import type privacy from "./privacy/en.json";
import type signOn from "./sign-on/en.json";
import type signing from "./signing/en.json";
import type shops from "./shops/en.json";
import type staffing from "./staffing/en.json";
import type tickets from "./tickets/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en; staffing: typeof staffing; privacy: typeof privacy; packs: typeof packs; signOn: typeof signOn; signing: typeof signing; shops: typeof shops; tickets: typeof tickets };
  }
}
