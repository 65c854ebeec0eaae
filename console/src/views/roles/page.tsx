import { Badge, Button, Text, UnstyledButton } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type RoleCard, roles as askRoles } from "../../state/roles";
import { useHolds } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Page } from "../../ui/page";
import { useRoleName } from "../../ui/role";
import { Editor } from "./editor";
import classes from "./page.module.css";

function Role({ role, open }: { role: RoleCard; open: () => void }) {
  const { t } = useTranslation("staffing");
  const named = useRoleName();
  const may = useHolds("roles");
  const name = role.own ? role.name : named(role.id);
  return (
    <li className={classes.role}>
      <div className={classes.head}>
        {role.own && may ? <UnstyledButton className={classes.name} dir="auto" onClick={open}>{name}</UnstyledButton> : <b dir="auto">{name}</b>}
        {role.own ? null : <Text size="xs" c="dimmed">{t("roles.house")}</Text>}
      </div>
      <ul className={classes.permissions}>
        {role.permissions.map((each) => (
          <li key={each}>
            <Badge variant="light" tt="none" fw={500}>{t(`permission.${each}`)}</Badge>
          </li>
        ))}
      </ul>
    </li>
  );
}

/** What people of the desk may do: the roles of the house, and those the desk makes itself. */
export default function Roles() {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const asked = useAsked("roles", askRoles);
  const [opened, open] = useState<RoleCard | "new" | null>(null);
  const may = useHolds("roles");
  const add = may ? (
    <Button leftSection={<Plus size={16} />} onClick={() => { open("new"); }}>
      {t("roles.add")}
    </Button>
  ) : null;
  const close = () => {
    open(null);
    asked.again();
  };
  return (
    <Page title={common("page.roles")} actions={add}>
      <Text size="sm" c="dimmed" mb="md">{t("roles.text")}</Text>
      <Awaited asked={asked}>
        {(all) => (
          <ul className={classes.roles}>
            {all.map((role) => (
              <Role key={role.id} role={role} open={() => { open(role); }} />
            ))}
          </ul>
        )}
      </Awaited>
      {opened === null ? null : <Editor role={opened === "new" ? null : opened} close={close} />}
    </Page>
  );
}
