const CIRCLE = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z";
const PATHS = {
  chat: "M6 5h12v9h-7l-4 4v-4H6z",
  close: "M6 6l12 12M18 6 6 18",
  down: "M6 9l6 6 6-6",
  send: "M12 19V5M6 11l6-6 6 6",
  clip: "M19 12l-7 7a5 5 0 0 1-7-7l8-8a3 3 0 0 1 4 4l-8 8a1 1 0 0 1-2-2l7-7",
  mic: "M12 4a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V7a3 3 0 0 0-3-3zM6 12a6 6 0 0 0 12 0M12 18v3",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  clock: `M12 7v5l3 2${CIRCLE}`,
  copy: "M9 9h11v11H9zM5 15V4h11",
  smile: `M8 14a4 4 0 0 0 8 0M9 9v.1M15 9v.1${CIRCLE}`,
  sent: "M5 12l5 5 9-9",
  read: "M2 12l5 5 9-9M11 16l1 1 9-9",
  failed: `M12 8v5M12 16v.1${CIRCLE}`,
  link: "M4 6h16v12H4zM4 7l8 6 8-6",
  end: "M9 4H5v16h4M14 8l4 4-4 4M18 12H9",
  star: "M12 3l3 6 6 1-4 4 1 6-6-3-6 3 1-6-4-4 6-1z",
};

export type IconName = keyof typeof PATHS;

/** A line drawing; says nothing to screen readers: the button around it has the name. */
export function Icon({ name, full }: { name: IconName; full?: boolean }) {
  return (
    <svg
      class={`icon i-${name}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill={full ? "currentColor" : "none"}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
