import { Avatar, type AvatarProps } from "@mantine/core";
import { Bot, UserRound } from "lucide-react";

/** Of Mantine's colours, those whose letters have a contrast above 4.5 on their own pale ground. */
const LEGIBLE = ["indigo", "violet", "grape", "pink", "blue", "wind"];

/** A person as a round mark: initials in a colour of their own, a silhouette for who has no name. */
export function Person({ name, bot = false, ...rest }: AvatarProps & { name: string; bot?: boolean }) {
  if (bot) return <Avatar {...rest} color="grape" aria-hidden children={<Bot size="60%" />} />;
  if (name === "") return <Avatar {...rest} color="gray" aria-hidden children={<UserRound size="58%" />} />;
  return <Avatar {...rest} name={name} color="initials" allowedInitialsColors={LEGIBLE} aria-hidden />;
}
