import { useDocumentTitle } from "@mantine/hooks";
import { useDesk } from "../state/use";

/** The count of what asks for me, where one sees it while in another tab. */
export function useTitle(): void {
  const asking = useDesk(
    (desk) =>
      Object.values(desk.conversations).filter(
        (line) =>
          line.assigneeId === desk.me &&
          line.status !== "closed" &&
          (line.status === "offered" || (line.lastFrom === "customer" && line.lastSeq > line.agentsRead)),
      ).length,
  );
  useDocumentTitle(asking > 0 ? `(${asking}) Tradewind` : "Tradewind");
}
