import { call, send } from "./door";

export const PERMISSIONS = ["answer", "lead", "people", "setup", "connect", "audit", "privacy", "roles", "look", "every_shop"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Roles of the house (`own` is false) are named by the console, those of the desk by whoever made them. */
export interface RoleCard {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly own: boolean;
}

export type RoleForm = Pick<RoleCard, "name" | "permissions">;

const PATH = "/v1/admin/roles";

export const roles = async (): Promise<readonly RoleCard[]> => (await call<{ items: readonly RoleCard[] }>(PATH)).items;

export const addRole = (form: RoleForm, csrf: string): Promise<RoleCard> => send("POST", PATH, form, csrf);

export const changeRole = (id: string, form: RoleForm, csrf: string): Promise<RoleCard> =>
  send("PATCH", `${PATH}/${encodeURIComponent(id)}`, form, csrf);

export const removeRole = (id: string, csrf: string): Promise<unknown> => send("DELETE", `${PATH}/${encodeURIComponent(id)}`, undefined, csrf);
