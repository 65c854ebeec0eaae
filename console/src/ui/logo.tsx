/** Three winds in a sail: the house mark. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="9" fill="#0b6074" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
        <path d="M7 12.2h11.2a3.1 3.1 0 1 0-3-3.9" />
        <path d="M7 17h16.2a3.1 3.1 0 1 1-3 3.9" opacity=".92" />
        <path d="M7 21.8h7.4a2.4 2.4 0 1 1-2.3 3" opacity=".78" />
      </g>
    </svg>
  );
}
