/**
 * A page that goes on by itself is asked for again every three seconds where there is no JavaScript. It is named
 * because a browser that stands at a place within it (`#training`) would stay there, and not ask.
 */
export const RefreshWithoutScript = ({ page }: { readonly page: string }) => (
  <noscript>
    <meta httpEquiv="refresh" content={`3; url=${page}`} />
  </noscript>
)
