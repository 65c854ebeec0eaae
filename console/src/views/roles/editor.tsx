import { Alert, Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { addRole, changeRole, type Permission, PERMISSIONS, removeRole, type RoleCard, roles } from "../../state/roles";
import { useMe, useStation } from "../../state/use";
import { useTried } from "../../ui/tried";
import { useRefused } from "./refused";

interface EditorProps {
  /** The role that is changed; null: a new one. */
  readonly role: RoleCard | null;
  readonly close: () => void;
}

function useRole({ role, close }: EditorProps) {
  const { session, directory } = useStation();
  const [name, setName] = useState(role?.name ?? "");
  const [permissions, setPermissions] = useState<readonly string[]>(role?.permissions ?? ["answer"]);
  const { busy, problem, run } = useTried();
  const done = (deed: () => Promise<unknown>) => {
    void run(async () => {
      await deed();
      directory.setState({ roles: (await roles()).filter((each) => each.own) });
      close();
    });
  };
  const form = { name: name.trim(), permissions: permissions as readonly Permission[] };
  const save = () => { done(() => (role === null ? addRole(form, session.csrf) : changeRole(role.id, form, session.csrf))); };
  const remove = () => { if (role !== null) done(() => removeRole(role.id, session.csrf)); };
  return { name, setName, permissions, setPermissions, busy, problem, save, remove };
}

/** A role's name and what it may do. Nobody can give what they do not hold, so that is not offered. */
export function Editor(props: EditorProps) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const me = useMe();
  const edited = useRole(props);
  const refused = useRefused(edited.problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    edited.save();
  };
  return (
    <Modal opened onClose={props.close} title={props.role?.name ?? t("roles.add")} closeButtonProps={{ "aria-label": common("action.dismiss") }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            required
            dir="auto"
            maxLength={200}
            data-autofocus
            label={t("roles.name")}
            value={edited.name}
            onChange={(event) => { edited.setName(event.currentTarget.value); }}
          />
          <Checkbox.Group label={t("roles.may")} value={[...edited.permissions]} onChange={edited.setPermissions}>
            <Stack gap="xs" mt="xs">
              {PERMISSIONS.map((each) => (
                <Checkbox key={each} value={each} label={t(`permission.${each}`)} description={t(`permissionText.${each}`)} disabled={!me.permissions.includes(each)} />
              ))}
            </Stack>
          </Checkbox.Group>
          {props.role === null ? null : <Alert color="yellow" p="xs">{t("roles.again")}</Alert>}
          {refused === "" ? null : <Alert color="red" role="alert" p="xs">{refused}</Alert>}
          <Group justify="flex-end">
            {props.role === null ? null : <Button variant="subtle" color="red.8" mr="auto" onClick={edited.remove}>{t("roles.remove")}</Button>}
            <Button type="submit" loading={edited.busy} disabled={edited.name.trim() === ""}>{t("action.save")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
