import { Kbd, Modal, Table } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { KEYS, useKeys } from "./keys";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const parts = (keys: string) => keys.split(" ").map((key) => (key === "mod" ? (isMac ? "⌘" : "Ctrl") : key));

/** The keys, and the sheet that tells them. */
export function Shortcuts() {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  useKeys(open);
  return (
    <Modal opened={opened} onClose={close} title={t("keys.title")}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {KEYS.map(([keys, name]) => (
            <Table.Tr key={name}>
              <Table.Td>{t(`keys.${name}`)}</Table.Td>
              <Table.Td ta="end">
                {parts(keys).map((key) => (
                  <Kbd key={key} size="sm" ms={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
