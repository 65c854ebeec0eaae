/** What is used in customer service, with the names people type after a colon; all others are behind the system's own key. */
const TABLE = `
🙂 slight_smile|😀 grinning|😊 blush smile|😉 wink|😍 heart_eyes|🤗 hugs|🤔 thinking|😅 sweat_smile|😂 joy laughing|😢 cry sad|😮 open_mouth surprised|😔 pensive sorry
🙏 pray thanks please|👍 thumbsup +1 yes|👎 thumbsdown -1 no|👌 ok_hand|👏 clap|🙌 raised_hands hooray|💪 muscle strong|🤝 handshake deal|👋 wave hello bye|✋ raised_hand stop|🫶 heart_hands|❤️ heart love
💙 blue_heart|💚 green_heart|💛 yellow_heart|⭐ star|✨ sparkles|🎉 tada party|🎁 gift|🔥 fire|✅ white_check_mark done|☑️ ballot_box_with_check|❌ x cross|⚠️ warning
❗ exclamation|❓ question|💡 bulb idea|🔔 bell|📦 package parcel|🚚 truck delivery|✈️ airplane|🚢 ship|🏠 house home|📍 round_pushpin address|🏷️ label price|🛒 shopping_cart cart
🛍️ shopping bags|💳 credit_card payment|💶 euro|💵 dollar|🧾 receipt invoice|↩️ leftwards_arrow_with_hook return|🔁 repeat exchange|🔍 mag search|📷 camera photo|📎 paperclip attachment|📄 page_facing_up document|✏️ pencil2 edit
🔒 lock|🔑 key|📞 telephone_receiver call|✉️ envelope mail|📅 date calendar|⏰ alarm_clock|⏳ hourglass wait|🌍 earth_africa world|☀️ sunny|☔ umbrella|🌸 cherry_blossom|☕ coffee`;

export interface Sign {
  readonly sign: string;
  readonly names: readonly string[];
}

export const SIGNS: readonly Sign[] = TABLE.trim()
  .split(/[|\n]/)
  .map((one) => {
    const [sign = "", ...names] = one.split(" ");
    return { sign, names };
  });

/** Those with a name, or a part of one, that begins so; whole names first. */
export function named(typed: string): readonly Sign[] {
  const query = typed.toLowerCase();
  const whole = SIGNS.filter(({ names }) => names.some((name) => name.startsWith(query)));
  const parts = SIGNS.filter((one) => !whole.includes(one) && one.names.some((name) => name.includes(`_${query}`)));
  return [...whole, ...parts];
}
