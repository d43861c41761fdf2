/** The site's mark: the learning rate of a one-cycle training. */
export const CycleMark = () => (
  <svg className="cycle-mark" viewBox="0 0 36 20" aria-hidden="true">
    <path d="M1 18 C5 18 7 2 11.5 2 C20 2 22 19 35 19" />
  </svg>
)
