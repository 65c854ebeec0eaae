import type { Link, Macro, PresetCard, Problem, SavedView } from "@wire";
import { createStore, type StoreApi } from "zustand/vanilla";

export type Kept<B> = PresetCard & { readonly body: B };
export type KeptMacro = Kept<Macro>;
export type KeptView = Kept<SavedView>;

/** The macros and saved views one can choose from: one's own and the desk's. */
export class Presets {
  readonly all: StoreApi<readonly PresetCard[]> = createStore(() => []);
  private readonly link: Link<"agent">;

  constructor(link: Link<"agent">) {
    this.link = link;
  }

  async refresh(): Promise<void> {
    const answer = await this.link.ask("preset.list", {});
    if (answer.ok) this.all.setState(answer.items, true);
  }

  async keep(preset: Pick<PresetCard, "body" | "name" | "shared"> & { readonly id?: string }): Promise<Problem | null> {
    const answer = await this.link.ask("preset.save", preset);
    if (!answer.ok) return answer.error;
    this.all.setState(answer.items, true);
    return null;
  }

  async drop(id: string): Promise<Problem | null> {
    const answer = await this.link.ask("preset.drop", { id });
    if (!answer.ok) return answer.error;
    this.all.setState(answer.items, true);
    return null;
  }
}

export const macrosOf = (all: readonly PresetCard[]): KeptMacro[] => all.filter((one): one is KeptMacro => one.body.kind === "macro");
export const viewsOf = (all: readonly PresetCard[]): KeptView[] => all.filter((one): one is KeptView => one.body.kind === "view");
