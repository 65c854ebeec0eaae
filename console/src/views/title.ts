import { useDocumentTitle } from "@mantine/hooks";
import { isUnread } from "../state/shelves";
import { useDesk } from "../state/use";

/** The count of what asks for me, where one sees it while in another tab. */
export function useTitle(): void {
  const asking = useDesk(
    (desk) =>
      Object.values(desk.conversations).filter(
        (line) => line.assigneeId === desk.me && (line.status === "offered" || isUnread(line)),
      ).length,
  );
  useDocumentTitle(asking > 0 ? `(${asking}) Tradewind` : "Tradewind");
}
