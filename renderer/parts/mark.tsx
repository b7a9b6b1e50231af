/** The product's mark: an anchor. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <circle cx="12" cy="5" r="2.5" />
      <path d="M12 7.5V21" />
      <path d="M8.5 11h7" />
      <path d="M3.5 13.5c.3 4.6 3.8 7.5 8.500 7.500s8.200-2.900 8.500-7.500" />
      <path d="M2 15.500l1.500-2.500 2.300 1.700M22 15.500l-1.500-2.500-2.300 1.700" />
    </svg>
  );
}
