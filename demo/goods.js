/** What the shop sells. Prices in US cents; names and descriptions are in `words/`, under the same id. */
export const goods = [
  { id: "kettle", cents: 6400, tone: "sea" },
  { id: "throw", cents: 12800, tone: "sand" },
  { id: "lantern", cents: 5800, tone: "moss" },
  { id: "mug", cents: 2400, tone: "clay" },
  { id: "tray", cents: 4900, tone: "sand" },
  { id: "tote", cents: 3800, tone: "moss" },
  { id: "knife", cents: 7200, tone: "sea" },
  { id: "candle", cents: 2900, tone: "clay" },
];

/** Where the shop sends to: currency, what one US dollar is there, how it rounds, working days on the way. */
export const markets = {
  US: { currency: "USD", rate: 1, step: 1, days: "3–5", taxed: false },
  GB: { currency: "GBP", rate: 0.82, step: 1, days: "2–4", taxed: true },
  DE: { currency: "EUR", rate: 0.95, step: 1, days: "2–3", taxed: true },
  FR: { currency: "EUR", rate: 0.95, step: 1, days: "2–4", taxed: true },
  ES: { currency: "EUR", rate: 0.95, step: 1, days: "3–5", taxed: true },
  MX: { currency: "MXN", rate: 18.5, step: 10, days: "5–8", taxed: false },
  JP: { currency: "JPY", rate: 150, step: 100, days: "4–6", taxed: true },
  CN: { currency: "CNY", rate: 7.2, step: 1, days: "5–9", taxed: false },
  AE: { currency: "AED", rate: 3.67, step: 5, days: "5–8", taxed: false },
};
