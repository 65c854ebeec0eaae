import { createTheme, mergeThemeOverrides, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";

const wind: MantineColorsTuple = [
  "#eef7f9",
  "#dcedf1",
  "#b5dae2",
  "#8ac6d3",
  "#64b3c4",
  "#459fb2",
  "#2a889c",
  "#11738a",
  "#0b6074",
  "#074c5d",
];

const slate: MantineColorsTuple = [
  "#d3d9df",
  "#aab4bf",
  "#87939f",
  "#5f6b78",
  "#434e5a",
  "#323b46",
  "#252d36",
  "#1b222a",
  "#141a21",
  "#0e1318",
];

const cjk = '"PingFang SC", "Hiragino Sans", "Noto Sans CJK SC", "Microsoft YaHei", "Malgun Gothic"';

/** White text stands on shade 7 with a contrast of 5.4 in both schemes. */
const theme = createTheme({
  primaryColor: "wind",
  primaryShade: { light: 7, dark: 7 },
  colors: { wind, dark: slate },
  fontFamily: `Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", ${cjk}, sans-serif`,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    // A focusable thing that is no item, as Mantine puts first in every menu, is nothing a menu may hold.
    // And a menu stays in the landmark of its button, not at the page's end.
    Menu: {
      defaultProps: { shadow: "md", withinPortal: false, floatingStrategy: "fixed", withInitialFocusPlaceholder: false },
    },
    Modal: { defaultProps: { centered: true, radius: "lg", styles: { title: { fontWeight: 650 } }, overlayProps: { backgroundOpacity: 0.35, blur: 2 } } },
  },
});

/** The theme, with the name of the crosses that close a dialog and a notice in the reader's language. */
export const themed = (dismiss: string) =>
  mergeThemeOverrides(theme, {
    components: {
      ModalCloseButton: { defaultProps: { "aria-label": dismiss } },
      Notification: { defaultProps: { closeButtonProps: { "aria-label": dismiss } } },
    },
  });

/** Mantine's dimmed and orange texts are too pale to be read by everyone; these have a contrast above 4.5 on every surface here. */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#57636f",
    "--mantine-color-placeholder": "#66727e",
    "--mantine-color-orange-light-color": "#9a3606",
  },
  dark: { "--mantine-color-dimmed": "#9aa7b4", "--mantine-color-placeholder": "#8a97a4", "--mantine-color-body": "#12171d" },
});
