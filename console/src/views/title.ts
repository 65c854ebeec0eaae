import { useDocumentTitle } from "@mantine/hooks";
import { asking } from "../state/shelves";
import { useDesk } from "../state/use";

/** The count of what asks for me, where one sees it while in another tab. */
export function useTitle(): void {
  const count = useDesk((desk) => asking(desk).length);
  useDocumentTitle(count > 0 ? `(${count}) Tradewind` : "Tradewind");
}
