/** A page that goes on by itself asks again every three seconds where there is no JavaScript. */
export const RefreshWithoutScript = () => (
  <noscript>
    <meta httpEquiv="refresh" content="3" />
  </noscript>
)
