import { load, tradewind } from "@tradewind/widget";
import { useEffect, useState } from "react";

/** The chat of one desk, for as long as this is mounted. */
export function useTradewind(desk: string, shop: string, locale: string) {
  const [unread, setUnread] = useState(0);
  useEffect(() => {
    load({ desk, shop, locale });
    const hear = (count: number) => setUnread(count);
    tradewind("on", "unread", hear);
    return () => tradewind("off", "unread", hear);
  }, [desk, shop]);
  useEffect(() => tradewind("setLocale", locale), [locale]);
  return { unread, ask: (text: string) => tradewind("showNewMessage", text) };
}

export function Help({ product, locale }: { product: string; locale: string }) {
  const { unread, ask } = useTradewind("https://desk.example", "harbor-pine", locale);
  return (
    <button onClick={() => ask(`About ${product}: `)}>
      Ask us{unread > 0 && ` (${unread})`}
    </button>
  );
}
